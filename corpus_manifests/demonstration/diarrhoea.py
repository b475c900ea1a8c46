"""The words of the demonstration guideline on acute diarrhoea and cholera."""

from corpus_manifests.demonstration.blocks import Booklet, Bullets, Heading, Steps, Table, Text

DIARRHOEA = Booklet(
    file="acute-diarrhoea-and-cholera.pdf",
    title="Acute diarrhoea and cholera",
    subtitle="Assessment, rehydration, zinc and antibiotics in children and adults",
    keywords="diarrhoea, dehydration, cholera, oral rehydration solution, zinc",
    blocks=(
        Heading(1, "1 Scope and definitions"),
        Heading(2, "1.1 Who this guideline is for"),
        Text(
            "This guideline is for clinicians and nurses who treat acute diarrhoea in a health post, a hospital or a "
            "cholera treatment unit. It covers adults and children. Children with severe acute malnutrition are "
            "rehydrated in another way: for them, follow the demonstration guideline on severe acute malnutrition."
        ),
        Heading(2, "1.2 Definitions"),
        Bullets(
            (
                "Acute diarrhoea: three or more loose or watery stools in 24 hours, for less than 14 days.",
                "Persistent diarrhoea: the same, for 14 days or longer.",
                "Dysentery: loose stools in which blood can be seen.",
                "Suspected cholera where no outbreak has been declared: acute watery diarrhoea with severe "
                "dehydration, or death from acute watery diarrhoea, in a person aged 2 years or over.",
                "Suspected cholera once an outbreak has been declared: acute watery diarrhoea, or death from it, at "
                "any age.",
            )
        ),
        Heading(1, "2 Assessment"),
        Heading(2, "2.1 Grading dehydration"),
        Text(
            "Look at the patient, offer a drink, and pinch the skin of the abdomen. Weigh every patient. Read Table 1 "
            "from the right: the grade is the first column in which the patient has two or more of the signs. A "
            "patient with fewer than two signs of some or severe dehydration is graded as having none."
        ),
        Table(
            caption="Table 1. Signs of dehydration, and the plan that each grade calls for",
            header=("Sign", "No dehydration", "Some dehydration", "Severe dehydration"),
            widths=(0.2, 0.22, 0.25, 0.33),
            rows=(
                ("General condition", "Well, alert", "Restless, irritable", "Lethargic or unconscious"),
                ("Eyes", "Normal", "Sunken", "Sunken"),
                ("Thirst", "Drinks normally", "Drinks eagerly", "Drinks poorly or cannot drink"),
                ("Skin pinch*", "Flattens at once", "Flattens slowly", "Takes 2 seconds or longer to flatten"),
                ("Plan", "A", "B", "C"),
            ),
            notes=(
                "* The skin pinch misleads in wasted and in obese patients. In them, give more weight to the other "
                "signs.",
            ),
        ),
        Heading(2, "2.2 What else to look for"),
        Bullets(
            (
                "Blood in the stool: treat as dysentery (section 5.2).",
                "Drowsiness or convulsions: measure the blood glucose at once.",
                "Wasting or swelling of both feet in a child: measure the mid-upper arm circumference.",
                "A swollen and silent abdomen: stop fluids by mouth and ask for a surgical opinion.",
            )
        ),
        Heading(1, "3 Rehydration"),
        Heading(2, "3.1 Plan A: no dehydration, care at home"),
        Text("Give more to drink than usual, and oral rehydration solution (ORS) after each loose stool:"),
        Bullets(
            (
                "under 2 years: 50 to 100 ml",
                "2 to 9 years: 100 to 200 ml",
                "10 years and over: as much as the patient wants.",
            )
        ),
        Text(
            "Give it from a cup in small sips. After vomiting, wait 10 minutes and go on more slowly. Hand out ORS "
            "sachets for two days. The carer brings the patient back at once if there is blood in the stool, repeated "
            "vomiting, marked thirst, fever, or inability to drink or feed, and in any case after three days without "
            "improvement."
        ),
        Heading(2, "3.2 Plan B: some dehydration, care under observation"),
        Text(
            "Give 75 ml/kg of ORS by mouth over 4 hours in the health facility. Table 2 gives the volume where there "
            "is no time to reckon it. A patient who wants more may have more. Breastfeeding goes on throughout."
        ),
        Table(
            caption="Table 2. ORS in the first 4 hours of plan B, by weight",
            header=("Weight", "ORS in 4 hours", "About every 30 minutes"),
            widths=(0.34, 0.33, 0.33),
            rows=(
                ("Under 5 kg", "200 to 400 ml", "25 to 50 ml"),
                ("5 to 7.9 kg", "400 to 600 ml", "50 to 75 ml"),
                ("8 to 10.9 kg", "600 to 800 ml", "75 to 100 ml"),
                ("11 to 15.9 kg", "800 to 1200 ml", "100 to 150 ml"),
                ("16 to 29.9 kg", "1200 to 2200 ml", "150 to 275 ml"),
                ("30 kg and over", "2200 to 4000 ml", "275 to 500 ml"),
            ),
            notes=(),
        ),
        Text("Grade the dehydration again after 4 hours, or sooner if the patient gets worse:"),
        Steps(
            (
                "No dehydration: teach the carer plan A and send the patient home.",
                "Still some dehydration: repeat plan B for another 4 hours, and offer food.",
                "Severe dehydration: begin plan C at once.",
            )
        ),
        Heading(2, "3.3 Plan C: severe dehydration, treatment at once"),
        Text(
            "Start Ringer's lactate into a vein without delay; sodium chloride 0.9% will do where there is none. "
            "Glucose 5% alone does not rehydrate and must not be used. Give 100 ml/kg in two parts, at the speeds of "
            "Table 3."
        ),
        Table(
            caption="Table 3. Ringer's lactate into a vein in plan C, 100 ml/kg in all",
            header=("Age", "First 30 ml/kg*", "Next 70 ml/kg", "Whole infusion"),
            widths=(0.28, 0.24, 0.24, 0.24),
            rows=(
                ("Under 1 year", "in 1 hour", "in 5 hours", "6 hours"),
                ("1 year and over", "in 30 minutes", "in 2 hours 30 minutes", "3 hours"),
            ),
            notes=(
                "* Give 30 ml/kg once more, at the same speed, if the pulse at the wrist is still very weak or cannot "
                "be felt.",
            ),
        ),
        Text(
            "Look at the patient every 15 to 30 minutes until the pulse at the wrist is strong, and every hour after "
            "that. As soon as the patient can drink, give ORS as well, at 5 ml/kg/hour."
        ),
        Text(
            "If no vein can be entered, give ORS through a nasogastric tube at 20 ml/kg/hour for 6 hours, 120 ml/kg "
            "in all, and keep trying for a vein. Slow the drip if the abdomen swells or the patient vomits again and "
            "again."
        ),
        Heading(2, "3.4 Making up ORS"),
        Steps(
            (
                "Wash your hands and a container that holds more than 1 litre.",
                "Pour in 1 litre of clean water, boiled and cooled if it is not known to be safe.",
                "Add the whole of one sachet and stir until it is clear.",
                "Cover it, and throw away what is left after 24 hours.",
            )
        ),
        Heading(1, "4 Zinc and feeding"),
        Heading(2, "4.1 Zinc"),
        Text(
            "Give zinc by mouth once a day to every child under 5 years with acute diarrhoea, and go on with it after "
            "the diarrhoea has stopped. Dissolve the tablet in a spoonful of clean water or breast milk. Repeat the "
            "dose if the child vomits within 30 minutes."
        ),
        Table(
            caption="Table 4. Zinc by mouth, by age",
            header=("Age", "Dose, once a day", "20 mg dispersible tablets", "For"),
            widths=(0.28, 0.24, 0.28, 0.2),
            rows=(
                ("Under 6 months", "10 mg", "half a tablet", "10 to 14 days"),
                ("6 months to 5 years", "20 mg", "1 tablet", "10 to 14 days"),
            ),
            notes=(),
        ),
        Heading(2, "4.2 Feeding"),
        Text(
            "Do not starve the patient. Breastfed infants feed more often than usual. Older children and adults eat "
            "their normal food as soon as they want it, and children have one extra meal a day for two weeks "
            "afterwards."
        ),
        Heading(1, "5 Antibiotics, and medicines to avoid"),
        Heading(2, "5.1 Cholera"),
        Text(
            "Fluid saves the life of a patient with cholera. An antibiotic only makes the illness shorter. Give one "
            "dose by mouth, as soon as vomiting allows, to these patients with suspected cholera:"
        ),
        Bullets(
            (
                "every patient with severe dehydration",
                "every patient who still passes large volumes of stool after the first 4 hours of rehydration",
                "pregnant women and patients with another serious illness, whatever the grade of dehydration.",
            )
        ),
        Text(
            "Doxycycline is the first choice, for children and in pregnancy also, because it is given only once. "
            "Where the local strain is resistant to doxycycline, and for children under 6.5 kg, give azithromycin 20 "
            "mg/kg by mouth as a single dose (maximum 1 g). Adults take azithromycin 1 g as a single dose."
        ),
        Table(
            caption="Table 5. Doxycycline by mouth for cholera, as a single dose",
            header=("Age", "Weight", "Dose*", "100 mg tablets"),
            widths=(0.28, 0.26, 0.18, 0.28),
            rows=(
                ("Under 12 years", "6.5 to 12.4 kg", "25 mg", "a quarter"),
                ("Under 12 years", "12.5 to 24.9 kg", "50 mg", "a half"),
                ("Under 12 years", "25 to 37.4 kg", "100 mg", "1"),
                ("Under 12 years", "37.5 kg and over", "150 mg", "1 and a half"),
                ("12 years and over", "any weight", "300 mg", "3"),
            ),
            notes=("* Under 12 years, each dose lies between 2 and 4 mg/kg.",),
        ),
        Heading(2, "5.2 Dysentery"),
        Text(
            "Give ciprofloxacin by mouth for 3 days: children 15 mg/kg twice a day (maximum 500 mg a dose), adults "
            "500 mg twice a day. Refer or change the antibiotic if blood is still seen after 48 hours."
        ),
        Heading(2, "5.3 Medicines to avoid"),
        Bullets(
            (
                "Loperamide and other medicines that slow the gut: never in children, and never in cholera or "
                "dysentery.",
                "Antibiotics for watery diarrhoea where cholera is not suspected.",
                "Medicines against vomiting in children: small sips of ORS are safer.",
            )
        ),
        Heading(1, "6 The cholera treatment unit"),
        Heading(2, "6.1 Chlorine solutions"),
        Bullets(
            (
                "0.05% for washing hands and skin",
                "0.2% for floors, beds, latrines and kitchen ware",
                "2% for stools, vomit and the bodies of the dead.",
            )
        ),
        Heading(2, "6.2 When to discharge"),
        Text("Discharge a patient who meets all four conditions:"),
        Steps(
            (
                "No sign of dehydration is left.",
                "There were fewer than three liquid stools in the last 6 hours.",
                "The patient drinks ORS without vomiting.",
                "The patient has passed urine.",
            )
        ),
        Text("Supply ORS for two days and, for children under 5 years, the rest of the zinc."),
        Heading(1, "7 Worked examples"),
        Steps(
            (
                "A child of 14 months weighs 10 kg and has some dehydration. Plan B is 75 ml/kg, that is 750 ml of "
                "ORS over 4 hours, and then a new assessment.",
                "A child of 9 months weighs 8 kg and has severe dehydration. Plan C is 240 ml of Ringer's lactate in "
                "1 hour, then 560 ml in 5 hours.",
                "An adult of 50 kg has cholera with severe dehydration. Plan C is 1500 ml of Ringer's lactate in 30 "
                "minutes, then 3500 ml in 2 hours 30 minutes, with doxycycline 300 mg by mouth once the patient can "
                "swallow.",
            )
        ),
    ),
)
