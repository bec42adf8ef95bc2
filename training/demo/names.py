"""Invented people: given and family names from many places, put together by chance."""

import unicodedata

from training.demo.chance import Chance

COMPANY = "alderfinch.example"

_GIVEN = """
Abena Adaeze Adrien Agata Aiko Aino Akash Alejandra Alina Alma Amadou Amina Anders Andile Anika Antoine Anya Arjun
Arlo Astrid Aurora Ayşe Beatriz Bilal Birgit Bruno Callum Camille Carmen Cedric Chiara Chidi Chloé Ciara Clara Colm
Dalia Damir Daria Deepa Delphine Devon Dina Dominik Edith Efua Eilidh Elena Elif Elio Emeka Emil Esther Eszter Ewa
Fadi Farah Fatima Felipe Femi Fiona Florence Freya Gabriel Gareth Gemma Giulia Grace Gwen Hadiya Hamza Hana Hanna
Haruka Hector Helga Hugo Ibrahim Ida Idris Ilse Imani Imran Ines Ingrid Iris Isla Ivana Jack Jamila Jana Jasmin Javier
Jelena Joanna Joaquín Joel Jorge Josefine Judith Julien Kaito Karim Katarina Kavya Keira Khalid Kofi Lars Latoya Laura
Leandro Leila Lena Leon Liam Lien Lina Linh Lorenzo Lucía Lukasz Magda Mahmoud Maja Malik Manon Marek Margit Marisol
Marta Mateo Maya Mehdi Mei Mikael Mila Milan Min Miriam Mohan Monika Nadia Naomi Nasrin Neha Niamh Nikola Nils Nisha
Noor Nuno Odile Oksana Olga Olu Omar Oriol Oscar Otto Pablo Paola Patrick Paulina Pavel Pedro Petra Pia Piotr Priya
Quentin Rachel Rafael Rania Rashid Ravi Rémi Renata Rohan Rosa Rui Ruth Sabine Sade Salim Samira Sanna Sara Sean Selma
Siti Soraya Stefan Sunita Svea Tamar Tariq Tatiana Thabo Théo Thomas Tomás Tove Tunde Uma Ursula Valentina Vera Viktor
Vivek Wanda Wei Wiebke Xavier Yara Yasmin Yuki Yusuf Zainab Zara Zofia Zuri
"""
_FAMILY = """
Abara Abiola Achterberg Adeyemi Agarwal Aguilar Ahlgren Akintola Almeida Amsel Andersson Antunes Araya Asante Aubert
Avramov Badawi Bakker Balogun Banerjee Baptista Barros Baumann Beck Bellamy Benali Bennis Berggren Bhatt Bianchi
Blanchet Boateng Bondarenko Borges Bourgeois Brandt Breslin Brodie Bukowski Byrne Cabral Calloway Cardoso Carrick
Castellanos Castillo Chandra Chaves Chen Chopra Cisse Collard Conti Cordeiro Cuevas Dahl Danso Darwish Delacroix Demir
Desai Devereux Diallo Dietrich Donati Dorsey Duarte Dufour Dvorak Eberhardt Ekberg Elgin Eriksen Escobar Esposito
Fabbri Falk Farouk Faulkner Fiedler Fitzgerald Fontaine Forsyth Fournier Friis Fujita Gallego Garnier Ghosh Gillespie
Goswami Grabowski Greco Grimsby Guerrero Gupta Haddad Halloran Hamdan Hansen Harrow Hasan Hatami Heikkinen Hernando
Hidalgo Hoang Holmberg Horvat Hossain Hrdlicka Huang Ibarra Idowu Ilves Inoue Iqbal Ito Ivanova Jansen Jimenez
Johansson Joshi Kaczmarek Kamau Kapoor Karlsen Kato Kaur Keane Khalil Kimura Kirchner Koenig Kovacs Kowal Kumar Lahti
Lambert Laurent Leclerc Lefevre Lim Lindholm Lindqvist Lopes Lund Machado Mahlangu Mancini Marchetti Marsh Mbatha-Osei
Medina Mensah Mishra Moller Montoya Moreau Moretti Mukherjee Mwangi Nakamura Natarajan Navarro Ndiaye Nguyen Nieminen
Nkosi Novotny Nunes Obi Odhiambo Ogunleye Okafor Oliveira Onyango Ortega Osman Owusu Pace Pandit Papadakis Patel
Pellerin Pereira Petrova Pfeiffer Pham Pinto Pratt Quiroga Rahman Ramaswamy Rao Reinholt Ribeiro Rinaldi Rosenthal
Rousseau-Lemaire Ruiz Saito Salazar Salonen Sandoval Sato Schreiber Sequeira Shah Siddiqui Silveira Soares Sokolova
Sorensen Steiner Strand Suarez Subramanian Svensson Szabo Takeda Tan Tanaka Tavares Tembo Tessier Thapa Toledo Torvik
Traore Ueda Ulrich Underhill Urbina Vaidya Valverde Varga Vasquez-Rey Verhoeven Vidal Virtanen Vogel Wanjiru Watanabe
Weiss Whitlock Wojcik Wong Yamada Yilmaz Young Zahra Zeller Zielinski
"""
GIVEN, FAMILY = tuple(_GIVEN.split()), tuple(_FAMILY.split())

_UNFOLDED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae"})


class Namer:
    """Gives names of which each is given once."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = set(taken)

    def name(self, chance: Chance) -> tuple[str, str]:
        """Return a given and a family name that nobody has yet."""
        while True:
            given, family = chance.pick(GIVEN), chance.pick(FAMILY)
            if f"{given} {family}" not in self._taken:
                self._taken.add(f"{given} {family}")
                return given, family


def address(given: str, family: str, domain: str = COMPANY) -> str:
    """Return a mail address: given.family in plain small letters."""
    return f"{_plain(given)}.{_plain(family)}@{domain}"


def _plain(name: str) -> str:
    parted = unicodedata.normalize("NFKD", name.lower().translate(_UNFOLDED))
    return "".join(letter for letter in parted if letter.isascii() and (letter.isalnum() or letter == "-"))
