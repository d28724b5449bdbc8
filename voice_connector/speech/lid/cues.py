"""Everyday words that tell languages in Latin letters apart, chosen so that no name, street or English word is one."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH = _words("""
    the a an is are was were be been my your his her their our i i'm it it's he she they we you me him them this
    that these those there here and or but if of in on at to from for with about into by near behind next over under
    have has had do does did don't can can't could would should will won't not what when where who why how some any
    all just like want need get got called name street avenue car please help report someone somebody stolen towed
    lost neighbor noise police
    """)

CUES: dict[str, frozenset[str]] = {
    "es": _words("""
    necesito quiero quisiera puedo puede tengo tiene hay está esta estoy están son fue fueron era mi mis su sus una
    unos unas con para por porque pero cuando donde dónde qué como cómo quien quién alguien nadie algo mucho muy
    aquí ahí allá ayer hoy mañana noche calle carro coche robaron robo robado remolcado grúa vecino vecina vecinos
    ruido fiesta policía policia ayuda ayudar hablar hablo habla español espanol inglés ingles gracias hola buenos
    buenas días dias tardes señor señora perro llamar llamo perdí perdi encontré dinero multa pagar reportar
    denunciar favor entiendo
    """),
    "fr": _words("""
    je j'ai ai suis est sont était mon ma mes notre votre une des avec pour dans chez quelqu'un quelqu personne pas
    où quand comment pourquoi voudrais veux besoin d'aide aide voiture volé volée vol voisin voisine bruit hier
    aujourd'hui bonjour merci français francais parler parle rue chien perdu trouvé s'il vous plaît nous elle il
    c'est
    """),
    "so": _words("""
    waxaan waan waa baahanahay caawimaad caawi rabaa inaan la hadlo qof gaarigeyga gaari gaariga lagu iyo oo maya
    haa fadlan mahadsanid booliska boolis jaarka deriska guriga shalay maanta ayaa ma soomaali kaalay xaday la'yahay
    """),
    "vi": _words("""
    tôi toi cần giúp giup với của cua không khong muốn muon người nguoi được duoc xe bị và nhà cảnh sát công an cong
    xin chào chao anh chị ơi tiếng tieng việt viet hàng xóm mất trộm trom hôm qua ở đâu
    """),
}
