"""Words that are never a name here: what callers call about, how they speak, and the makes of cars."""

from pathlib import Path

from privacy.local import local_words
from privacy.words import word_set

_SPEECH = word_set("""
    a an the and or but so because if then than that this these those there here who what when where why how which i
    i'm i've me my mine we us our you your he him his she her they them their it its is am are was were be been
    being do does did don't doing have has had having can could will would should may might must not no yes yeah yep
    nope okay ok hi hello hey thanks thank please sorry um uh er well just like really very too also still again now
    today tonight tomorrow yesterday morning afternoon evening night in on at to from for of with by about into near
    behind over under after before since until calling called call speaking speak talk trying looking wondering
    going gonna want need get got getting live living stay back right left side next door first last one two three
    four five six seven eight nine ten some someone somebody anyone anybody person people man woman guy lady kid
    kids boy girl son daughter wife husband mom dad mother father brother sister friend neighbor neighbors neighbour
    boss landlord manager tenant owner spelled spells stands sure afraid scared locked lost stuck outside inside
    downtown home work school parked driving walking new old only interested concerned hoping worried tired sick
    ready done reporting moving visiting kind sort all every each more much lot bit thing things something anything
    nothing monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december north south east west street avenue road boulevard drive lane court place
    way parkway highway block corner house apartment building
    """)
_TOPIC = word_set("""
    police officer detective sergeant deputy sheriff operator agent representative human robot machine dispatcher
    dispatch department city county state federal broadway report case number
    complaint records record impound towed tow towing parking ticket graffiti pothole noise party dog dogs cat
    coyote animal raccoon fireworks traffic accident crash injury insurance bike bicycle car truck vehicle van suv
    motorcycle scooter plate license registration wallet phone purse package mail fraud scam identity theft burglary
    robbery stolen shooting gun knife fire ambulance emergency hospital trash snow ice sidewalk light lights sign
    signal tree water pipe park library bus train airport camp camping encampment homeless drunk drugs warrant court
    jail bail fingerprint background check permit alarm property evidence cash app venmo zelle facebook google
    amazon uber lyft walmart target king soopers safeway starbucks mcdonalds gofundme craigslist spanish english
    """)
_MAKES = word_set("""
    acura audi bmw buick cadillac chevrolet chevy chrysler dodge fiat ford gmc harley davidson honda hyundai
    infiniti jeep kawasaki kia lexus lincoln mazda mercedes benz mini mitsubishi nissan pontiac porsche ram saturn
    subaru suzuki tesla toyota volkswagen volvo vw yamaha trek schwinn specialized giant cannondale civic accord
    camry corolla altima sentra focus fusion escape explorer tahoe silverado sierra tacoma tundra prius outback
    forester impreza crv rav4 wrangler cherokee malibu impala equinox elantra sonata optima soul sorento jetta
    passat catalytic converter
    """)
_MORE = word_set("""
    zip code area pin plate tag name names full legal birth date address email e-mail mail phone cell mobile card
    social security badge access account ran away broke broken took stole hit came went saw said told got keeps
    playing plays crying yelling screaming fighting missing gone hurt bleeding sleeping drinking driving parked
    blocking terrible awful ridiculous urgent important good bad great fine wrong correct true about around long
    short big small loud quiet black white red blue green gray silver bus stop store shop gas station school church
    bar restaurant motel hotel room floor door window garage porch yard alley wall fence roof basement ex young
    older younger driver staying stay barks barking bark hung up down off out over through across along says say see
    seen known know think thought guess mean maybe probably mister misses miss doctor victim suspect witness
    """)
# Everyday words that are surnames as well: believed right after a first name or a title that nothing else follows.
SURNAMES_TOO = word_set("""
    black white gray green brown blue gold silver king long young price short small street park lake church wall
    north west east hall good bell wood woods stone rice day law best power archer baker ball banks barber barker
    bass beard bishop bond booth branch bridges bright brooks browning burns bush butler cannon carpenter chambers
    cherry clay combs cook cooper cox crane cross curry downs farmer fields fisher flowers ford foster fox french
    frost fry fuller gamble garrison gates gay gentry gill glass golden graves grimes gross hale hardy hart hays
    hill holder hood horn hull hunt hunter key knight lamb leach lee levy little love lynch madden manning marks
    marsh martin mason meadows miller mills moody moon moss newton noble pace page parks parsons peck peters petty
    pope porter potter powers prince reed riddle rivers roach roman rush savage sellers sharp shepherd shields smith
    sparks spears stark stokes stout strong summers tanner turner valentine villa walker walls ward warren waters
    watts weaver weeks wells winters wise wolf wright
    """)
FIRST_NAMES_TOO = word_set("""
    mark bill grace rose will frank rob sue pat dawn drew chase hunter mason faith hope joy ray art gene jean dean
    don jack jim joe carol heather crystal amber ruby ginger daisy lily violet iris ivy holly olive hazel summer
    autumn robin jay dale glen heath cliff rusty rich buck chuck victor grant miles peter nick bob tony charity
    destiny mercy trinity harmony melody angel christian jordan jasmine savannah sierra sky star pearl opal jade
    gale wade lance pierce max barb norm stew earl duke marina patience josh jerry brandy derrick diamond ebony
    april june august harry lee maria martin mike misty patty penny raven sally sandy sherry tanner warren
    """)
PLACES = local_words()  # of the agencies that are set up here
NOT_NAMES = _SPEECH | _TOPIC | _MAKES | _MORE | PLACES


def _listed(name: str) -> frozenset[str]:
    """The words of a file of this room, without the lines that say where they are from."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return word_set("\n".join(line for line in lines if not line.startswith("#")))


EVERYDAY = NOT_NAMES | _listed("everyday_words.txt")
FIRST_NAMES = _listed("first_names.txt") - EVERYDAY  # whose they are: somebody's, wherever they are said
