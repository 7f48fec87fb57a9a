r"""The sentences behind the codes of troubles and notes, in both languages; ``{detail}`` is the piece meant."""

from grader.model.text import LocalizedText as Both

MESSAGES = {
    "empty": Both("There is nothing to read.", "Il n'y a rien à lire."),
    "too_long": Both("The formula is too long to be read.", "La formule est trop longue pour être lue."),
    "too_deep": Both("The formula is nested too deeply.", "La formule est trop imbriquée."),
    "too_many_digits": Both("A number has too many digits.", "Un nombre a trop de chiffres."),
    "macro_too_big": Both(
        "The macro {detail} expands without end or into too much.",
        "La macro {detail} se développe sans fin ou en un texte trop long.",
    ),
    "macro_argument": Both("The macro {detail} lacks an argument.", "Il manque un argument à la macro {detail}."),
    "unknown_command": Both(
        "The command {detail} is not known. Is its definition in the file?",
        "La commande {detail} est inconnue. Sa définition est-elle dans le fichier ?",
    ),
    "unknown_character": Both("The character {detail} is not understood.", "Le caractère {detail} n'est pas compris."),
    "unknown_environment": Both(
        "The environment {detail} is not understood.", "L'environnement {detail} n'est pas compris."
    ),
    "unknown_function": Both("There is no function {detail}.", "Il n'y a pas de fonction {detail}."),
    "expected_operand": Both("Something is missing before {detail}.", "Il manque quelque chose avant {detail}."),
    "expected_end": Both("Something is missing at the end.", "Il manque quelque chose à la fin."),
    "expected": Both("Here {detail} is expected.", "Ici, on attend {detail}."),
    "unexpected": Both("{detail} is not expected here.", "{detail} n'est pas attendu ici."),
    "unclosed": Both("{detail} is opened and never closed.", "{detail} est ouvert et jamais fermé."),
    "unopened": Both("{detail} is closed and was never opened.", "{detail} est fermé sans avoir été ouvert."),
    "numbers_side_by_side": Both(
        "Two numbers stand side by side; an operator is missing.",
        "Deux nombres se suivent ; il manque un opérateur.",
    ),
    "number_after_letter": Both(
        "A digit follows a letter: is it an index, a power or a factor?",
        "Un chiffre suit une lettre : est-ce un indice, une puissance ou un facteur ?",
    ),
    "double_script": Both(
        "A second index or exponent at the same place; group them with braces.",
        "Un deuxième indice ou exposant au même endroit ; groupez-les avec des accolades.",
    ),
    "script_without_base": Both("An index or exponent stands on nothing.", "Un indice ou exposant ne porte sur rien."),
    "script_not_understood": Both(
        "The index or exponent {detail} is not understood on this expression.",
        "L'indice ou l'exposant {detail} n'est pas compris sur cette expression.",
    ),
    "prose": Both("There are words inside the formula: {detail}.", "Il y a des mots dans la formule : {detail}."),
    "long_word": Both(
        "Is {detail} a word or a product of letters? Write \\text{…} or separate the letters.",
        "{detail} : un mot ou un produit de lettres ? Écrivez \\text{…} ou séparez les lettres.",
    ),
    "ambiguous_product": Both(
        "Is {detail} a product or a function applied? Write the * or declare the function.",
        "{detail} : un produit ou une fonction appliquée ? Écrivez * ou déclarez la fonction.",
    ),
    "ambiguous_slash": Both(
        "How far does the division reach? Write brackets.", "Jusqu'où va la division ? Mettez des parenthèses."
    ),
    "no_differential": Both("The integral's dx is not found.", "Le dx de l'intégrale est introuvable."),
    "arguments": Both(
        "{detail}: the number or kind of the arguments is wrong.",
        "{detail} : le nombre ou le genre des arguments ne convient pas.",
    ),
    "ragged_matrix": Both("The rows of a matrix differ in length.", "Les lignes d'une matrice diffèrent en longueur."),
    "bad_interval": Both(
        "Such brackets make an interval, which has two ends.", "Ces crochets forment un intervalle, qui a deux bornes."
    ),
    "chained_script": Both("Powers side by side need brackets.", "Des puissances successives demandent des accolades."),
}

NOTES = {
    "call_assumed": Both(
        "Letter before brackets: read as a function applied.",
        "Lettre devant des parenthèses : lue comme une fonction appliquée.",
    ),
    "product_assumed": Both(
        "Letter before brackets: read as a product.", "Lettre devant des parenthèses : lue comme un produit."
    ),
    "mixed_number": Both(
        "Read as a mixed number, a sum and not a product.",
        "Lu comme un nombre fractionnaire, une somme et non un produit.",
    ),
    "slash_scope": Both(
        "Read from left to right: the division takes one factor.",
        "Lu de gauche à droite : la division porte sur un seul facteur.",
    ),
    "slash_tight": Both(
        "The division takes the whole product to its right.", "La division porte sur tout le produit à sa droite."
    ),
    "function_scope": Both(
        "The function takes the quotient to its right.", "La fonction porte sur le quotient à sa droite."
    ),
    "function_stops": Both("The function stops before the slash.", "La fonction s'arrête avant la barre de division."),
    "loose_exponent": Both(
        "Only the first digit stands in the exponent, as LaTeX sets it; braces make it all of them.",
        "Seul le premier chiffre est en exposant, comme LaTeX le compose ; des accolades les prendraient tous.",
    ),
    "power_after_call": Both(
        "The power belongs to the function's value.", "La puissance porte sur la valeur de la fonction."
    ),
    "braces_group": Both("Braces read as brackets, not as a set.", "Accolades lues comme des parenthèses."),
    "no_differential": Both("An integral without its dx.", "Une intégrale sans son dx."),
    "thousands": Both("A comma read as a separator of thousands.", "Une virgule lue comme séparateur de milliers."),
    "decimal_comma": Both("A comma read as a decimal point.", "Une virgule lue comme un point décimal."),
    "letters": Both("A run of letters read as a product.", "Une suite de lettres lue comme un produit."),
    "name": Both("A run of capitals read as one name.", "Une suite de majuscules lue comme un seul nom."),
    "upper_index": Both("A bracketed exponent read as an index.", "Un exposant entre parenthèses lu comme un indice."),
    "dot_product": Both("A full stop read as a product.", "Un point lu comme un produit."),
    "transpose": Both("T above read as a transpose.", "T en exposant lu comme une transposée."),
    "macro_guessed": Both(
        "A macro without definition, read by its usual meaning.", "Une macro sans définition, lue dans son sens usuel."
    ),
    "label_ignored": Both(
        "A label above a relation is left aside.", "Une étiquette sur une relation est laissée de côté."
    ),
    "normal_assumed": Both("N read as a normal law.", "N lu comme une loi normale."),
    "expectation_assumed": Both("E read as an expectation.", "E lu comme une espérance."),
    "expectation_scope": Both(
        "An expectation without brackets takes the product to its right.",
        "Une espérance sans crochets porte sur le produit à sa droite.",
    ),
    "bracket_mismatch": Both(
        "A bracket is closed by one of another kind.", "Un crochet est fermé par un autre d'une autre sorte."
    ),
    "cancelled": Both("A struck-out piece is read as its content.", "Une partie barrée est lue comme son contenu."),
    "repeating": Both("Digits under a bar repeat without end.", "Les chiffres sous la barre se répètent sans fin."),
    "base": Both("The number below is read as a base.", "Le nombre en indice est lu comme une base."),
    "scientific": Both("e read as Euler's number, not as a power of ten.", "e lu comme le nombre d'Euler."),
}
