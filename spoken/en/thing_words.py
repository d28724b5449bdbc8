"""Words by which a thing that was taken, lost or broken is told from all else: what people own, what they break, what is neither.

Singular; `plain` takes the plural off. What is in none of these lists counts only behind a plain verb ("stole my euphonium").
"""

from __future__ import annotations

from spoken.word_sets import word_set

OWNED = word_set(
    "bike bicycle ebike tricycle stroller skateboard longboard snowboard surfboard paddleboard hoverboard kayak "
    "canoe wheelchair walker cane crutch "
    "wallet purse handbag bag backpack rucksack suitcase luggage briefcase duffel duffle tote pouch fannypack "
    "clutch billfold "
    "phone telephone iphone android smartphone cellphone cell laptop notebook macbook chromebook ipad tablet "
    "computer pc desktop monitor "
    "charger airpod earbud headphone headset speaker camera gopro dashcam lens tripod drone tv television screen "
    "projector "
    "radio stereo amp amplifier console xbox playstation nintendo switch kindle printer router modem watch "
    "smartwatch fitbit garmin "
    "ring necklace bracelet earring jewelry jewellery brooch locket pendant diamond gold silver coin stamp "
    "key keys fob license licence passport id card visa debit badge permit checkbook cheque chequebook check "
    "document paper certificate "
    "cash tip tool toolbox drill saw chainsaw hammer wrench ladder grinder compressor generator welder nailer "
    "sander mower trimmer edger "
    "blower leafblower weedwhacker rake shovel wheelbarrow hose sprinkler grill barbecue smoker heater toolkit "
    "vise jack battery wire wiring copper pipe "
    "lumber plywood cable cord converter tire wheel rim hubcap bumper plate tag registration catalytic tailgate "
    "headlight airbag "
    "trailer scooter wagon cart package parcel mail letter box delivery envelope groceries medication medicine "
    "meds pill prescription inhaler insulin "
    "glasses sunglasses eyeglasses goggles hat cap beanie coat jacket hoodie sweater sweatshirt shirt pants "
    "jeans dress suit shoe boot sneaker glove mitten "
    "scarf umbrella belt uniform jersey costume blanket pillow clothes clothing laundry retainer denture hearing aid "
    "gun pistol rifle shotgun handgun firearm revolver ammo knife sword bow crossbow glock "
    "guitar violin viola cello trumpet trombone flute clarinet saxophone drum keyboard piano accordion harp bass "
    "mandolin ukulele banjo tuba "
    "couch sofa chair table desk bed mattress dresser lamp rug carpet mirror painting statue gnome planter pot "
    "plant flower tree bush flag sign banner "
    "inflatable decoration wreath pumpkin light bulb bench hammock tent cooler sleeping canopy cushion furniture "
    "fridge refrigerator freezer "
    "stove oven microwave dishwasher washer dryer toilet sink bathtub tub faucet ac conditioner vacuum fan "
    "helmet rack pump pannier saddle seat carseat lock "
    "racket racquet bat ball golf club ski snowboard skis fishing rod pole cooler glider toy doll lego game "
    "puzzle book textbook diary journal album "
    "laptop usb stick harddrive drive safe register liquor beer wine whiskey cigarette vape perfume makeup wig "
    "ash urn antique heirloom "
    "merchandise inventory equipment gear belongings possessions valuables electronics supplies tools bin can "
    "dumpster trash garbage junk debris tire tires concrete "
    "dirt branch brush paint oil tar carpet appliance container tarp kit chain machete axe ax toolchest register "
    "computer brick stone statue basket bucket cup lunch trunk crate"
)
BROKEN = word_set(
    "window windshield windscreen glass pane door gate fence wall garage mailbox post porch railing roof gutter "
    "shed greenhouse deck stair step "
    "house home shop store building restaurant business office church school apartment storefront lobby "
    "sculpture grave headstone tombstone "
    "car truck van vehicle suv motorcycle bus taillight headlight lamp hood trunk bumper fender antenna wiper paint "
    "awning sign counter shelf screen vending machine meter camera doorbell lawn garden yard flowerbed hedge "
    "driveway fountain "
    "playground slide goal net shelter panel solar hydrant pipe skylight patio shutter blind knob handle hinge "
    "frame intercom"
) | (OWNED - word_set("converter catalytic gold silver coin cash hearing check"))
VEHICLES = word_set(
    "car truck van suv vehicle motorcycle motorbike minivan sedan pickup jeep rv camper motorhome moped coupe "
    "hatchback bus semi automobile"
)
# the head of what is no thing: "case number", "bike theft", "a problem with ..."
NEVER = word_set(
    "it that this something anything everything nothing stuff thing one theft crime report robbery burglary him "
    "them you me us problem issue complaint trouble "
    "question number code pin pins password email account address name place house home apartment building room "
    "identity money way call police "
    "officer cop person people someone somebody everybody man woman guy lady girl boy kid child baby son "
    "daughter wife husband mother mom father dad "
    "brother sister grandmother grandma grandpa grandfather ex boyfriend girlfriend aunt uncle cousin nephew "
    "niece parent customer client tenant coworker boss "
    "teacher student friend neighbor neighbour roommate driver employee family dog cat puppy kitten bird pet "
    "ferret rabbit parrot beagle husky "
    "door window time day hour minute week month year morning night afternoon weekend job work shift mind voice "
    "temper patience weight power signal service "
    "case file status ticket fine bill insurance claim law rule order court promise arm leg nose heart hand "
    "finger head skin ear tooth face eye neck "
    "bite camp encampment assault accident crash collision complaint harassment violation noise fraud scam break "
    "lane ride station stop thought "
    "faith hope chance turn step look nap shower walk trip swing bite lot amount part rest half all both record "
    "recording information info data "
    "idea story word message text sense appeal hearing deposit refund payment rent life spot space parking "
    "course class test show"
)
CONTAINERS = word_set(
    "side front back rear pair set box bag bottle case couple pack roll stack bunch lot lots load pile bucket can crate carton tray "
    "all both some most two three four "
    "five six seven eight nine ten dozen several one collection roll piece pieces"
)
UNITED = word_set(
    "side front back rear all both two three four five six seven eight nine ten dozen several one some most couple"
)  # of my ...
TAILS = word_set("case head pro max mini air")  # after a thing they belong to its name: "guitar case"
CANS = word_set("trash garbage recycling gas ammo")  # before "can", which is a verb else
OWNERS = word_set("my our his her their the your")
FIRST = OWNERS | word_set("a an some two three four five six seven eight nine ten several both all another")
DROPPED = word_set("a an some all both another stolen lost missing")  # before the thing, left out when it is spoken of
NUMBERS = word_set("two three four five six seven eight nine ten several both all couple")
# words at which a thing has ended: a place, a time, a pronoun, a verb, a reason
ENDS = word_set(
    "from at on in off of out by near behind outside inside between around during while when where last "
    "yesterday today tonight that which who "
    "because cause so but after before since then than was were is are am be been being got get gets gotten has "
    "have had having do does did done will would can could "
    "should may might must shall i he she they we you it its it's he's she's they're i'm i've we've isn't wasn't "
    "didn't doesn't don't can't cannot won't "
    "worth sometime right here there to into onto over down up through across against again along under about "
    "above valued parked locked sitting left "
    "somewhere overnight if whether for with without within and or plus as ago just not never no nor next back "
    "away like also too already still now somebody someone nobody "
    "everybody anybody these those went ran drove took takes take taken taking stole steal stolen gone missing "
    "lost broke broken smashed needs need wants want says "
    "said told tell asks goes go came come comes keeps kept put puts made makes happened fell reported report "
    "reporting please thanks only per via "
    "hanging running leaning covered full attached standing lying what how why whose anyway maybe probably abt w "
    "alone gettin getting what's brought swiped snatched"
)
DONE = word_set(
    "pill pills medication medicine meds shower tree seat sign bench tip bulb bulbs pot wheel"
)  # not stolen where somebody only "took" it
NOT = word_set(
    "not never nobody nothing didn't don't doesn't isn't wasn't weren't aren't haven't hasn't wouldn't couldn't "
    "won't ain't without didnt dont isnt wasnt"
)
ASKING = word_set("who whoever what when where how why which")
UNSURE = word_set("if unless whether")
LISTED = OWNED | BROKEN | NEVER


def plain(word: str) -> str:
    """The singular, as the lists have it: "knives" is "knife"."""
    if word.endswith("ies") and word[:-3] + "y" in LISTED:
        return word[:-3] + "y"
    if word in LISTED:
        return word
    if word == "knives":
        return "knife"
    if word.endswith(("sses", "xes", "ches", "shes")) and word[:-2] in LISTED:
        return word[:-2]
    if word in ("people", "children", "women", "men", "teeth"):
        return {"people": "person", "teeth": "tooth", "children": "child"}.get(word, word[:-2] + "an")
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
