"""Spanish is heard by its everyday words, with and without accents; a name, a street or a taco truck is no Spanish."""

from __future__ import annotations

import pytest

from spoken.language_of_words import language_of_caller

SPANISH = """
donde puedo reportar un perro suelto
perro suelto en la calle
a donde llamo para un permiso de venta de comida
permiso para vender tacos
me robaron la bicicleta anoche
se metieron a mi casa y se llevaron la tele
chocaron mi carro y se fueron
hay música muy fuerte en el apartamento de arriba
hay musica muy fuerte arriba
cuánto cuesta sacar el carro del corralón
necesito una copia del reporte
perdí mi cartera en el parque
mi vecino no me deja dormir
el perro del vecino ladra toda la noche
quiero pagar una multa
a qué hora abren la oficina
arrestaron a mi hijo y quiero saber donde esta
hay basura tirada en la esquina
un bache muy grande en la calle
no hay luz en mi cuadra
hay un hombre durmiendo en la entrada
quien recoge un animal muerto
me llegó una carta de la corte
como saco a alguien de la carcel
mi esposo no llega a casa desde ayer
rompieron la ventana de mi carro
encontré un celular en el bus
dejaron un carro abandonado frente a mi casa
un señor me está siguiendo
hello i need ayuda con mi carro
my carro was robado anoche cerca de mi casa
please ayuda the police tomaron mi licencia y no sé por qué
no hablo mucho ingles but uh my car no have the the plate somebody take the plate
yo hablo poquito ingles
person please spanish
""".strip().splitlines()

ENGLISH = """
taco truck on san pedro is blocking me
la alma park has graffiti
casa bonita parking lot hit and run
my car was stolen on calle mi casa
i lost my wallet at el rancho grande
los chingones on larimer is too loud
he stole my el camino
my mother in law does not speak english she got robbed
my sister no speak english
my neighbor only speaks spanish and his dog barks
it isn't that i don't speak english, i don't hear it
maria del carmen ortiz
juan carlos hernandez
hasta la vista my bike is gone
que sera sera cafe was broken into
si
""".strip().splitlines()


@pytest.mark.parametrize("said", SPANISH)
def test_spanish_is_heard_by_its_everyday_words(said: str) -> None:
    assert language_of_caller(said) == "es"


@pytest.mark.parametrize("said", ENGLISH)
def test_english_with_names_of_another_language_stays_english(said: str) -> None:
    assert language_of_caller(said) is None


@pytest.mark.parametrize(
    "said", ["no speak english", "i speak little english my bike they take", "sorry, I don't understand English good"]
)
def test_little_english_is_a_wish_for_an_interpreter_of_a_language_that_nobody_knows(said: str) -> None:
    assert language_of_caller(said) == "und"
