"""Short guidelines in other languages, written for tests and not for care, and the PDFs that they are set in."""

import re
from collections.abc import Sequence
from pathlib import Path

from corpus_manifests.demonstration.blocks import Booklet, Bullets, Heading, Steps, Table, Text
from corpus_manifests.demonstration.make import make_pdf
from tests.pdf_factory import make_mapped_pdf

PALUDISME = Booklet(
    file="paludisme.pdf",
    title="Prise en charge du paludisme",
    subtitle="Diagnostic et traitement chez l'enfant, la femme enceinte et l'adulte",
    keywords="paludisme",
    blocks=(
        Heading(1, "1 Diagnostic"),
        Text(
            "Tout patient qui a de la fièvre ou qui en a eu au cours des 48 dernières heures doit avoir un test de "
            "diagnostic rapide ou une goutte épaisse avant le traitement. Ne pas attendre le résultat si des signes de "
            "gravité sont présents."
        ),
        Heading(1, "2 Paludisme simple"),
        Text(
            "Le traitement de première intention est l'artéméther-luméfantrine par voie orale, deux fois par jour "
            "pendant 3 jours. Le donner avec un repas ou du lait. Si l'enfant vomit dans les 30 minutes, redonner la "
            "dose."
        ),
        Table(
            caption="Tableau 1. Artéméther-luméfantrine (comprimés de 20 mg/120 mg), par prise",
            header=("Poids", "Comprimés par prise", "Nombre de prises"),
            widths=(0.34, 0.33, 0.33),
            rows=(
                ("5 à 14,9 kg", "1", "6"),
                ("15 à 24,9 kg", "2", "6"),
                ("25 à 34,9 kg", "3", "6"),
                ("35 kg et plus", "4", "6"),
            ),
            notes=("Source : programme national de démonstration.",),
        ),
        Text(
            "Chez la femme enceinte au premier trimestre, donner aussi l'artéméther-luméfantrine. Une dose unique de "
            "primaquine de 0,25 mg/kg est ajoutée pour réduire la transmission. La primaquine est contre-indiquée chez "
            "la femme enceinte et chez le nourrisson de moins de 6 mois."
        ),
        Heading(1, "3 Paludisme grave"),
        Heading(2, "3.1 Signes de gravité"),
        Text("Le paludisme est grave si le test est positif et si le patient a au moins un de ces signes :"),
        Bullets(
            (
                "troubles de la conscience, ou plus de deux convulsions en 24 heures",
                "détresse respiratoire ou oedème pulmonaire",
                "hémoglobine inférieure à 5 g/dl chez l'enfant, à 7 g/dl chez l'adulte",
                "glycémie inférieure à 2,2 mmol/l.",
            )
        ),
        Heading(2, "3.2 Artésunate injectable"),
        Text(
            "L'enfant de moins de 20 kg reçoit 3 mg/kg d'artésunate par dose. L'enfant de 20 kg et plus et l'adulte "
            "reçoivent 2,4 mg/kg par dose. Injecter lentement dans une veine, ou dans le muscle de la cuisse. "
            "Donner une dose :"
        ),
        Steps(
            (
                "à l'admission",
                "12 heures après la première",
                "24 heures après la première, puis une fois par jour jusqu'à ce que le patient puisse avaler.",
            )
        ),
        Text(
            "Après au moins trois doses injectables, et dès que le patient peut avaler, terminer par un traitement "
            "complet d'artéméther-luméfantrine pendant 3 jours."
        ),
        Heading(2, "3.3 Convulsions et hypoglycémie"),
        Text(
            "En cas de convulsions, donner du diazépam par voie rectale à la dose de 0,5 mg/kg, sans dépasser 10 mg. "
            "En cas d'hypoglycémie, injecter 5 ml/kg de glucose à 10 % dans une veine en 5 minutes."
        ),
        Heading(1, "4 Fièvre"),
        Text("Si la température dépasse 38,5 °C, donner du paracétamol : 15 mg/kg toutes les 6 heures, par la bouche."),
    ),
)
"""French: weights in a table, decimal commas, elided articles, whom a medicine is not for."""

DIARRHEE = Booklet(
    file="diarrhee.pdf",
    title="Diarrhée aiguë de l'enfant",
    subtitle="Réhydratation, zinc et antibiotiques",
    keywords="diarrhée",
    blocks=(
        Heading(1, "1 Réhydratation"),
        Text(
            "Sans signe de déshydratation, donner à la maison une solution de sels de réhydratation orale après chaque "
            "selle liquide : 50 à 100 ml avant l'âge de 2 ans, 100 à 200 ml ensuite. Continuer l'allaitement."
        ),
        Text(
            "En cas de déshydratation sévère, perfuser 100 ml/kg de Ringer lactate : chez le nourrisson de moins de 12 "
            "mois en 6 heures, chez l'enfant plus âgé en 3 heures."
        ),
        Heading(1, "2 Zinc"),
        Text(
            "Le zinc réduit la durée de la diarrhée. L'enfant de moins de 6 mois reçoit 10 mg de zinc par jour pendant "
            "14 jours. L'enfant de 6 mois et plus reçoit 20 mg de zinc par jour pendant 14 jours."
        ),
        Heading(1, "3 Antibiotiques"),
        Text(
            "Les antibiotiques ne sont pas utiles dans la diarrhée aqueuse simple. En cas de diarrhée sanglante, "
            "donner de la ciprofloxacine : 15 mg/kg deux fois par jour pendant 3 jours."
        ),
        Text("L'amoxicilline n'est pas efficace contre les shigelles."),
    ),
)

NEUMONIA = Booklet(
    file="neumonia.pdf",
    title="Neumonía en la infancia",
    subtitle="Diagnóstico y tratamiento en el centro de salud",
    keywords="neumonía",
    blocks=(
        Heading(1, "1 Diagnóstico"),
        Text(
            "El niño con tos tiene neumonía si respira rápido: 50 o más respiraciones por minuto entre los 2 y los 11 "
            "meses, 40 o más entre los 12 meses y los 5 años. Si tiene tiraje o no puede beber, la neumonía es grave."
        ),
        Heading(1, "2 Tratamiento en casa"),
        Text(
            "El tratamiento es la amoxicilina por vía oral: 40 mg/kg cada 12 horas durante 5 días. En los niños con "
            "alergia a la penicilina se da azitromicina: 10 mg/kg una vez al día durante 3 días."
        ),
        Heading(1, "3 Neumonía grave"),
        Text(
            "Antes de la referencia se da una dosis de ampicilina por vía intramuscular: 50 mg/kg, junto con "
            "gentamicina: 7,5 mg/kg una vez al día. La ceftriaxona está contraindicada en los recién "
            "nacidos con ictericia."
        ),
    ),
)
"""Spanish."""

ARABIC_LINES = (
    "علاج الملاريا الوخيمة",
    "يعطى الأرتيسونات بالحقن للأطفال والبالغين",
    "جرعة الأطفال دون ٢٠ كغم هي ٣ ملغم/كغم من الأرتيسونات",
    "جرعة البالغين هي ٢٫٤ ملغم/كغم من الأرتيسونات",
    "تعطى الجرعة عند الدخول وبعد ١٢ ساعة وبعد ٢٤ ساعة ثم مرة في اليوم",
    "يجب قياس السكر في الدم كل أربع ساعات عند الطفل الفاقد للوعي",
)
"""Arabic: how severe malaria is treated, with Arabic digits and an Arabic decimal mark."""

ARABIC_OTHER_LINES = (
    "معالجة الإسهال عند الأطفال",
    "يعطى محلول الإمهاء الفموي بعد كل براز سائل",
    "يعطى الزنك مدة أربعة عشر يوما لكل طفل مصاب بالإسهال",
    "تستمر الرضاعة الطبيعية أثناء المعالجة",
)
"""Arabic: how diarrhoea is treated."""


def write_booklet(booklet: Booklet, folder: Path) -> Path:
    """Set a booklet as a PDF in a folder."""
    path = folder / booklet.file
    path.write_bytes(make_pdf(booklet))
    return path


def write_arabic(path: Path, lines: Sequence[str] = ARABIC_LINES) -> Path:
    """Write a page whose text layer is Arabic, whatever glyphs it shows: no font of it need be installed.

    A line's glyphs are drawn from left to right, so its first letter comes last; numbers read from the left.
    """
    letters = sorted({letter for line in lines for letter in line if letter != " "})
    codes = {letter: chr(0x21 + number) for number, letter in enumerate(letters)}
    drawn = [re.sub(r"[\d٫]+", lambda number: number[0][::-1], line[::-1]) for line in lines]
    shown = ["".join(codes.get(letter, letter) for letter in line) for line in drawn]
    return make_mapped_pdf(path, shown, {code: letter for letter, code in codes.items()})
