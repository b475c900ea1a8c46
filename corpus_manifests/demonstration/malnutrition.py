"""The words of the demonstration guideline on severe acute malnutrition."""

from corpus_manifests.demonstration.blocks import Booklet, Bullets, Heading, Steps, Table, Text

MALNUTRITION = Booklet(
    file="severe-acute-malnutrition.pdf",
    title="Severe acute malnutrition",
    subtitle="Admission, stabilisation, therapeutic feeding and follow-up of children under 5 years",
    keywords="severe acute malnutrition, F-75, RUTF, ReSoMal, amoxicillin",
    blocks=(
        Heading(1, "1 Scope"),
        Text(
            "This guideline is for clinicians, nurses and nutrition workers who treat severe acute malnutrition in "
            "children aged 6 to 59 months. Section 7 adds what differs in younger infants."
        ),
        Heading(1, "2 Finding and sorting the children"),
        Heading(2, "2.1 Who is severely malnourished"),
        Text("A child aged 6 to 59 months has severe acute malnutrition with any one of these:"),
        Bullets(
            (
                "mid-upper arm circumference (MUAC) under 115 mm",
                "weight-for-height below -3 z-scores",
                "swelling (oedema) of both feet that keeps the mark of a thumb.",
            )
        ),
        Heading(2, "2.2 The appetite test"),
        Steps(
            (
                "Seat carer and child in a quiet place, and let both wash their hands.",
                "Offer ready-to-use therapeutic food (RUTF) and water, without force.",
                "The child passes who eats at least one third of a 92 g sachet within 30 minutes.",
            )
        ),
        Heading(2, "2.3 Ward or home"),
        Text("Admit the child to the ward if there is any one of the following. All others are treated at home."),
        Bullets(
            (
                "a failed appetite test",
                "severe oedema (+++), or oedema together with wasting",
                "a danger sign: convulsions, drowsiness, vomiting of everything, inability to drink or feed",
                "pneumonia, dehydration, severe anaemia, low temperature or high fever",
                "age under 6 months, or a carer who cannot give treatment at home.",
            )
        ),
        Heading(1, "3 Stabilisation on the ward"),
        Heading(2, "3.1 Low blood glucose and low temperature"),
        Text(
            "Measure the glucose on admission. Below 3 mmol/l, or if it cannot be measured, give 50 ml of glucose 10% "
            "by mouth or nasogastric tube. A child who is unconscious or convulsing first has 5 ml/kg of glucose 10% "
            "into a vein. Then feed every 2 hours, day and night."
        ),
        Text(
            "An armpit temperature below 35.0 °C is low. Lay the child skin to skin on the carer's chest, cover both, "
            "and keep the head covered. Measure again every 30 minutes until it is above 36.5 °C."
        ),
        Heading(2, "3.2 Dehydration"),
        Text(
            "Give ReSoMal, not standard ORS, by mouth or tube: 5 ml/kg every 30 minutes for the first 2 hours, then 5 "
            "to 10 ml/kg/hour in turn with F-75, hour by hour, for 4 to 10 hours. In cholera or profuse watery "
            "diarrhoea give standard ORS instead of ReSoMal. Stop at once if:"
        ),
        Bullets(
            (
                "breathing rises by 5 or more a minute and the pulse by 25 or more a minute",
                "the eyelids or feet swell",
                "the liver grows or the neck veins fill.",
            )
        ),
        Text(
            "Give fluid into a vein only in shock: 15 ml/kg of Ringer's lactate with glucose 5% over 1 hour, with "
            "pulse and breathing counted every 10 minutes. If both fall, repeat once and go on with ReSoMal. If they "
            "do not, take it for septic shock and call for help."
        ),
        Heading(2, "3.3 F-75"),
        Text(
            "F-75 starts as soon as the glucose is safe. The amount is 130 ml/kg/day, or 100 ml/kg/day in severe "
            "oedema (+++), shared out into 8 feeds, one every 3 hours (Table 1). Use the weight on admission until "
            "the next phase. A child who takes less than three quarters of a feed has the rest by nasogastric tube. "
            "Give no RUTF and no iron in this phase."
        ),
        Table(
            caption="Table 1. F-75 for each of 8 feeds a day, by weight on admission",
            header=("Weight", "No oedema, or + or ++", "In 24 hours", "Severe oedema (+++)*"),
            widths=(0.25, 0.27, 0.21, 0.27),
            rows=(
                ("3.0 to 3.4 kg", "50 ml", "400 ml", "40 ml"),
                ("3.5 to 3.9 kg", "60 ml", "480 ml", "45 ml"),
                ("4.0 to 4.4 kg", "70 ml", "560 ml", "50 ml"),
                ("4.5 to 4.9 kg", "75 ml", "600 ml", "60 ml"),
                ("5.0 to 5.4 kg", "85 ml", "680 ml", "65 ml"),
                ("5.5 to 5.9 kg", "95 ml", "760 ml", "70 ml"),
                ("6.0 to 6.9 kg", "105 ml", "840 ml", "80 ml"),
                ("7.0 to 7.9 kg", "120 ml", "960 ml", "95 ml"),
                ("8.0 to 8.9 kg", "135 ml", "1080 ml", "105 ml"),
                ("9.0 to 9.9 kg", "155 ml", "1240 ml", "120 ml"),
                ("10.0 to 10.9 kg", "170 ml", "1360 ml", "130 ml"),
                ("11.0 to 11.9 kg", "185 ml", "1480 ml", "145 ml"),
            ),
            notes=("* Change to the second column when the oedema has gone down to ++.",),
        ),
        Heading(2, "3.4 Antibiotics on the ward"),
        Text(
            "Every child on the ward with a complication has both of these medicines, by injection into a vein or "
            "muscle:"
        ),
        Bullets(
            (
                "ampicillin 50 mg/kg every 6 hours for 2 days, followed by amoxicillin by mouth for 5 days (Table 3)",
                "gentamicin 7.5 mg/kg once a day for 7 days.",
            )
        ),
        Heading(2, "3.5 Vitamin A"),
        Text(
            "F-75, F-100 and RUTF hold enough vitamin A. Give a high dose only with eye signs or measles, on days 1, "
            "2 and 15: 50 000 IU under 6 months, 100 000 IU from 6 to 12 months, 200 000 IU over 12 months."
        ),
        Heading(1, "4 Transition and catch-up feeding"),
        Heading(2, "4.1 When to move on"),
        Text(
            "Move on when appetite has come back, the oedema is going down and complications are under control, most "
            "often after 2 to 7 days. Replace F-75 by RUTF over 2 to 3 days. A child who does not yet eat RUTF has "
            "F-100 at 130 ml/kg/day in the meantime."
        ),
        Heading(2, "4.2 RUTF"),
        Text(
            "Table 2 gives the ration of RUTF, for the ward and for treatment at home. Each sachet of 92 g holds 500 "
            "kcal. Offer it before other food and with clean water, at least 5 times a day. Breastfeed before each "
            "meal of RUTF."
        ),
        Table(
            caption="Table 2. RUTF ration, by weight",
            header=("Weight*", "Sachets of 92 g a day", "Sachets of 92 g a week"),
            widths=(0.34, 0.33, 0.33),
            rows=(
                ("3.5 to 3.9 kg", "1 and a half", "11"),
                ("4.0 to 5.4 kg", "2", "14"),
                ("5.5 to 6.9 kg", "2 and a half", "18"),
                ("7.0 to 8.4 kg", "3", "21"),
                ("8.5 to 9.4 kg", "3 and a half", "25"),
                ("9.5 to 10.4 kg", "4", "28"),
                ("10.5 to 11.9 kg", "4 and a half", "32"),
                ("12.0 kg and over", "5", "35"),
            ),
            notes=("* Use the weight of the day, and change the ration as the child gains.",),
        ),
        Heading(1, "5 Medicines at home"),
        Heading(2, "5.1 Amoxicillin"),
        Text(
            "A child who is treated at home without complications has amoxicillin by mouth twice a day for 5 days "
            "(Table 3), even when no infection is seen. Below 4 kg, give 45 mg/kg a dose as suspension."
        ),
        Table(
            caption="Table 3. Amoxicillin by mouth, twice a day for 5 days, by weight",
            header=("Weight", "Each dose", "250 mg dispersible tablets each dose"),
            widths=(0.3, 0.25, 0.45),
            rows=(
                ("4.0 to 5.9 kg", "250 mg", "1"),
                ("6.0 to 9.9 kg", "375 mg", "1 and a half"),
                ("10.0 to 14.9 kg", "500 mg", "2"),
                ("15.0 to 19.9 kg", "750 mg", "3"),
            ),
            notes=(),
        ),
        Heading(2, "5.2 Worms"),
        Text(
            "Give albendazole by mouth once, at the second weekly visit: 200 mg from 12 to 23 months, 400 mg from 24 "
            "months on. Children under 12 months have none."
        ),
        Heading(1, "6 Follow-up and discharge"),
        Heading(2, "6.1 The weekly visit"),
        Steps(
            (
                "Measure weight, MUAC, oedema and temperature.",
                "Ask about appetite, diarrhoea, vomiting, cough and fever.",
                "Repeat the appetite test if the child has not gained weight.",
                "Hand out the ration of Table 2 for the week.",
            )
        ),
        Text(
            "Send the child to the ward for any reason of section 2.3, for oedema that comes back, for weight loss at "
            "two visits running, or for no gain at three."
        ),
        Heading(2, "6.2 When the child is cured"),
        Text(
            "Discharge from treatment a child who has had no oedema for at least 2 weeks and who has a MUAC of 125 mm "
            "or more, or a weight-for-height of -2 z-scores or better. Use the measure by which the child was "
            "admitted."
        ),
        Heading(1, "7 Infants under 6 months"),
        Text(
            "All infants under 6 months with severe acute malnutrition are admitted. The aim is full breastfeeding. "
            "Let the infant suck every 3 hours, and give a supplement through a fine tube laid along the nipple: F-75 "
            "if there is oedema, or else F-100 diluted with one third more water, 130 ml/kg/day. Never give undiluted "
            "F-100 at this age."
        ),
        Heading(1, "8 Worked examples"),
        Steps(
            (
                "A child of 6.2 kg without oedema is admitted. Table 1, band 6.0 to 6.9 kg: 105 ml of F-75 every 3 "
                "hours, which is 840 ml in 24 hours.",
                "A child of 7.2 kg passes the appetite test and is treated at home. Table 2, band 7.0 to 8.4 kg: 3 "
                "sachets of RUTF a day, 21 a week. Table 3, band 6.0 to 9.9 kg: amoxicillin 375 mg twice a day for 5 "
                "days.",
                "A child of 5 kg is dehydrated but not in shock: 25 ml of ReSoMal every 30 minutes for the first 2 "
                "hours.",
            )
        ),
    ),
)
