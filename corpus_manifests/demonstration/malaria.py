"""The words of the demonstration guideline on severe malaria."""

from corpus_manifests.demonstration.blocks import Booklet, Bullets, Heading, Steps, Table, Text

MALARIA = Booklet(
    file="severe-malaria.pdf",
    title="Severe malaria",
    subtitle="Recognition, artesunate, and care of complications in children and adults",
    keywords="severe malaria, artesunate, artemether-lumefantrine, hypoglycaemia, severe anaemia",
    blocks=(
        Heading(1, "1 Scope"),
        Text(
            "This guideline is for clinicians and nurses who admit patients of any age with severe malaria, and for "
            "those in health posts who give the first dose and refer. It does not cover malaria without danger signs."
        ),
        Heading(1, "2 Recognition and the first hour"),
        Heading(2, "2.1 When malaria is severe"),
        Text("Malaria is severe when a rapid test or blood film is positive and the patient has any one of these:"),
        Bullets(
            (
                "impaired consciousness: a Glasgow coma score under 11, or a Blantyre coma score under 3 in a small "
                "child",
                "prostration: cannot sit, stand or walk without help",
                "more than two convulsions in 24 hours",
                "deep, laboured breathing (acidosis) or pulmonary oedema",
                "shock: cold hands and feet, weak fast pulse, capillary refill of 3 seconds or longer",
                "blood glucose below 2.2 mmol/l (40 mg/dl)",
                "haemoglobin of 5 g/dl or less in a child under 12 years, or below 7 g/dl from 12 years on",
                "jaundice, dark urine, bleeding without injury, or hardly any urine",
                "parasites in more than 10% of the red cells.",
            )
        ),
        Heading(2, "2.2 The first hour"),
        Steps(
            (
                "Clear the airway, and give oxygen if the saturation is below 90%.",
                "Weigh the patient to the nearest kilogram.",
                "Take a rapid test and a blood film, and measure glucose and haemoglobin.",
                "Treat convulsions and low blood glucose (section 6).",
                "Give the first dose of artesunate. If the test will be late, do not wait for it.",
                "In a patient with impaired consciousness, think of meningitis too (section 6.5).",
            )
        ),
        Heading(1, "3 Before referral"),
        Text(
            "Where a full course of injections cannot be given, give one dose of artesunate into a muscle (Table 2) "
            "and refer at once. Where no injection can be given, a child under 6 years has rectal artesunate, at "
            "least 10 mg/kg, as a single dose before the journey. Older children and adults do not have rectal "
            "artesunate."
        ),
        Table(
            caption="Table 1. Rectal artesunate before referral, children under 6 years, single dose",
            header=("Weight", "Dose*", "100 mg suppositories"),
            widths=(0.34, 0.33, 0.33),
            rows=(("5 to 9.9 kg", "100 mg", "1"), ("10 to 19.9 kg", "200 mg", "2")),
            notes=(
                "* Hold the buttocks together for 10 minutes. If it comes out within 30 minutes, give it once more.",
            ),
        ),
        Heading(1, "4 Artesunate by injection"),
        Heading(2, "4.1 Dose and times"),
        Text(
            "Patients of 20 kg and over have 2.4 mg/kg a dose. Children below 20 kg have 3 mg/kg a dose, because they "
            "clear the medicine faster. Inject slowly into a vein, over 1 to 2 minutes, or into the front of the "
            "thigh. The dose is the same by both routes, and is not changed in kidney or liver failure. Give a dose:"
        ),
        Steps(
            (
                "on admission (0 hours)",
                "at 12 hours",
                "at 24 hours",
                "once a day from then on, until the patient can take tablets.",
            )
        ),
        Text("Give at least three doses, over 24 hours, even to a patient who can swallow sooner."),
        Heading(2, "4.2 Making up a 60 mg vial"),
        Steps(
            (
                "Add the whole 1 ml ampoule of sodium bicarbonate 5% to the powder, and shake until the liquid is "
                "clear.",
                "For a vein, add 5 ml of sodium chloride 0.9% or glucose 5%. This makes 6 ml with 10 mg in each ml.",
                "For a muscle, add 2 ml of the same. This makes 3 ml with 20 mg in each ml.",
                "Use it within 1 hour and throw away what is left. Make up each dose afresh.",
            )
        ),
        Heading(2, "4.3 Where there is no artesunate"),
        Bullets(
            (
                "Artemether into a muscle: 3.2 mg/kg on admission, then 1.6 mg/kg once a day.",
                "Quinine dihydrochloride, where there is no artemether either: 20 mg/kg in glucose 5% into a vein "
                "over 4 hours, then 10 mg/kg over 4 hours, every 8 hours. Leave out the first large dose if the "
                "patient has had quinine in the last 24 hours. Never inject quinine quickly into a vein.",
            )
        ),
        Heading(2, "4.4 Volume to inject"),
        Text(
            "Table 2 gives the dose for each weight band, rounded up to a volume that a syringe can measure. It is "
            "the same for the first dose and for all later ones."
        ),
        Table(
            caption="Table 2. Artesunate by injection, each dose, by weight",
            header=("Weight", "Dose", "Into a vein (10 mg/ml)", "Into a muscle (20 mg/ml)*", "60 mg vials"),
            widths=(0.2, 0.16, 0.23, 0.26, 0.15),
            rows=(
                ("Under 5 kg", "3 mg/kg", "0.3 ml/kg", "0.15 ml/kg", "1"),
                ("5 to 6 kg", "20 mg", "2 ml", "1 ml", "1"),
                ("7 to 8 kg", "25 mg", "2.5 ml", "1.25 ml", "1"),
                ("9 to 10 kg", "30 mg", "3 ml", "1.5 ml", "1"),
                ("11 to 13 kg", "40 mg", "4 ml", "2 ml", "1"),
                ("14 to 16 kg", "50 mg", "5 ml", "2.5 ml", "1"),
                ("17 to 19 kg", "60 mg", "6 ml", "3 ml", "1"),
                ("20 to 25 kg", "60 mg", "6 ml", "3 ml", "1"),
                ("26 to 29 kg", "70 mg", "7 ml", "3.5 ml", "2"),
                ("30 to 33 kg", "80 mg", "8 ml", "4 ml", "2"),
                ("34 to 37 kg", "90 mg", "9 ml", "4.5 ml", "2"),
                ("38 to 41 kg", "100 mg", "10 ml", "5 ml", "2"),
                ("42 to 45 kg", "110 mg", "11 ml", "5.5 ml", "2"),
                ("46 to 50 kg", "120 mg", "12 ml", "6 ml", "2"),
                ("51 to 54 kg", "130 mg", "13 ml", "6.5 ml", "3"),
                ("55 to 58 kg", "140 mg", "14 ml", "7 ml", "3"),
                ("59 to 62 kg", "150 mg", "15 ml", "7.5 ml", "3"),
                ("63 to 66 kg", "160 mg", "16 ml", "8 ml", "3"),
                ("67 to 70 kg", "170 mg", "17 ml", "8.5 ml", "3"),
                ("71 to 75 kg", "180 mg", "18 ml", "9 ml", "3"),
            ),
            notes=("* Divide a volume of more than 5 ml between both thighs.",),
        ),
        Heading(1, "5 Treatment by mouth afterwards"),
        Text(
            "When the patient has had at least three doses of artesunate and can swallow, give a full 3-day course of "
            "an artemisinin-based combination. With artemether-lumefantrine (Table 3), the second dose follows 8 "
            "hours after the first, and the others are given twice a day on the second and third days, with milk or "
            "fatty food. Avoid combinations with mefloquine after impaired consciousness."
        ),
        Table(
            caption="Table 3. Artemether-lumefantrine by mouth, tablets of 20 mg and 120 mg, by weight",
            header=("Weight", "Tablets each dose", "Doses in 3 days", "Tablets in all"),
            widths=(0.28, 0.24, 0.24, 0.24),
            rows=(
                ("5 to 14.9 kg", "1", "6", "6"),
                ("15 to 24.9 kg", "2", "6", "12"),
                ("25 to 34.9 kg", "3", "6", "18"),
                ("35 kg and over", "4", "6", "24"),
            ),
            notes=(),
        ),
        Heading(1, "6 Complications"),
        Heading(2, "6.1 Low blood glucose"),
        Text(
            "Treat a blood glucose below 3 mmol/l. Children have 5 ml/kg of glucose 10% slowly into a vein; adults "
            "have 250 ml of glucose 10%. Where there is no vein, give sugar under the tongue or glucose by "
            "nasogastric tube. Measure again after 30 minutes, and then every 4 hours while the patient is "
            "unconscious."
        ),
        Heading(2, "6.2 Convulsions"),
        Text(
            "Lay the patient on the side and check the glucose. If the convulsion lasts longer than 5 minutes, give "
            "diazepam: 0.5 mg/kg into the rectum, or 0.3 mg/kg slowly into a vein over 2 minutes (maximum 10 mg). "
            "Repeat once after 10 minutes if it goes on. Do not give more than two doses: breathing may stop. Give no "
            "medicine to prevent convulsions."
        ),
        Heading(2, "6.3 Severe anaemia"),
        Text(
            "Transfuse every child with a haemoglobin below 4 g/dl, and a child with 4 to 6 g/dl who has shock, "
            "impaired consciousness, laboured breathing or heart failure. Give packed cells 10 ml/kg or whole blood "
            "20 ml/kg over 3 to 4 hours. Transfuse adults with a haemoglobin below 7 g/dl."
        ),
        Heading(2, "6.4 Fluids and kidneys"),
        Text(
            "Give maintenance fluid only. Do not give fast boluses to a child who is not in shock, as they raise "
            "mortality. Adults flood easily: 1 to 2 ml/kg/hour is enough once they are not dehydrated. Record the "
            "urine. Below 0.5 ml/kg/hour for 6 hours in spite of enough fluid, refer for dialysis."
        ),
        Heading(2, "6.5 Bacterial infection"),
        Text(
            "Give ceftriaxone 100 mg/kg once a day (maximum 4 g) to a child with impaired consciousness in whom "
            "meningitis has not been ruled out, and to every child in shock. Adults in shock have ceftriaxone 2 g "
            "once a day."
        ),
        Heading(1, "7 Pregnant women and small infants"),
        Text(
            "Artesunate is the treatment of choice in all three trimesters, at the same dose of 2.4 mg/kg. Measure "
            "the glucose every 4 hours, as it falls more often in pregnancy. Infants under 5 kg have 3 mg/kg a dose, "
            "drawn up by exact weight."
        ),
        Heading(1, "8 Watching the patient"),
        Heading(2, "8.1 On the ward"),
        Text(
            "Write down every observation with its hour. Table 4 gives the least that is done; a patient who gets "
            "worse is seen more often."
        ),
        Table(
            caption="Table 4. Observations in severe malaria",
            header=("Observation", "While unconscious or in shock", "After that"),
            widths=(0.44, 0.3, 0.26),
            rows=(
                ("Coma score, pulse, breathing, blood pressure", "every hour", "every 4 hours"),
                ("Blood glucose*", "every 4 hours", "when symptoms call for it"),
                ("Urine", "every hour", "every 8 hours"),
                ("Haemoglobin and blood film", "once a day", "once a day until the film is negative"),
            ),
            notes=("* And 30 minutes after each treatment with glucose.",),
        ),
        Heading(2, "8.2 After discharge"),
        Text(
            "Red cells may break down late, one to four weeks after artesunate. Measure the haemoglobin on days 7, "
            "14, 21 and 28, and tell the patient to come back with dark urine, pallor or breathlessness."
        ),
        Heading(1, "9 Worked examples"),
        Steps(
            (
                "A child of 9 kg has severe malaria. Table 2, band 9 to 10 kg: artesunate 30 mg a dose, as 3 ml into "
                "a vein or 1.5 ml into a muscle, at 0, 12 and 24 hours and then once a day.",
                "An adult of 55 kg has severe malaria. Table 2, band 55 to 58 kg: artesunate 140 mg a dose, as 14 ml "
                "into a vein, or 7 ml into a muscle divided between both thighs.",
                "A woman of 62 kg is in the first trimester of pregnancy. Table 2, band 59 to 62 kg: artesunate 150 "
                "mg a dose, as in any other adult, and the glucose every 4 hours.",
                "A child of 12 kg has a blood glucose of 1.9 mmol/l: 60 ml of glucose 10% into a vein, and a new "
                "measurement after 30 minutes.",
            )
        ),
    ),
)
