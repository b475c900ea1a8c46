"""Words that say the same in a clinic: the plain one and the learned one. Data.

Each line is one meaning. They are compared without their endings, so that other forms of them meet as well.
"""

TERMS = {
    r"short(?:ness)? of breath|(?:difficult|laboured|trouble) breathing|breathing difficult(?:y|ies)": "dyspnoea",
    r"(?:fast|rapid) (?:pulse|heart ?beat|heart rate)": "tachycardia",
    r"slow (?:pulse|heart ?beat|heart rate)": "bradycardia",
    r"low blood pressure": "hypotension",
    r"(?:high|raised) blood pressure": "hypertension",
    r"low blood (?:sugar|glucose)": "hypoglycaemia",
    r"high blood (?:sugar|glucose)": "hyperglycaemia",
    r"deep vein thrombos[ie]s": "dvt",
    r"blood clots?": "thrombus",
    r"clots?": "thrombus",
    r"overactive thyroid": "hyperthyroidism",
    r"underactive thyroid": "hypothyroidism",
    r"weak(?:ened)? immun(?:ity|e systems?)|immune[- ]?(?:suppressed|compromised|suppression)"
    r"|immuno(?:suppressed|suppression|compromised)": "immunosuppression",
    r"after (?:giving birth|birth|delivery|childbirth)": "postpartum",
    r"before birth": "antenatal",
    r"in a row": "consecutive",
    r"blood in (?:the )?(?:urine|water)": "haematuria",
    r"coughing(?: up)? blood": "haemoptysis",
    r"loss of appetite|poor appetite": "anorexia",
    r"stiff neck|neck stiffness": "meningism",
    r"low (?:blood )?platelets?": "thrombocytopenia",
    r"poor(?:ly)? nourish\w+|poor nutrition": "malnutrition",
    r"joint pains?": "arthralgia",
    r"muscle pains?": "myalgia",
    r"side[- ]effects?|adverse (?:drug )?(?:events?|effects?|reactions?)": "harmfulness",
    r"ears?": "otic",
    r"evenings?": "nightfall",
    r"lesions?": "lesional",
    r"livers?": "hepatic",
    r"numb(?:ness)?": "paraesthesia",
    r"helpers?": "aide",
    r"workers?": "staff",
    r"wasted": "underweight",
}
"""Phrases, and words that without their endings are others ("ear" and "early", "liver" and "live"), for which there is
one word, as patterns."""

GROUPS = """
abdomen abdominal belly tummy
afraid fear frightened
airtravel flight flights
antenatal prenatal
assess evaluate evaluation check
bacterium bacteria bacterial
bandage bandages dressing
bleed bleeding haemorrhage hemorrhage haemorrhagic bled
blind blindness
brain cerebral
breast mammary
breathe breathing respiratory respiration breath
breathless breathlessness dyspnoea dyspnea
broken break fracture fractures fractured
buttock buttocks gluteal
cancer cancers malignancy malignancies malignant tumour tumor
catering caterers restaurant restaurants canteen
child children kids paediatric pediatric
clinician doctor doctors physician physicians
company companies industry
contagious infectious communicable
convulsion convulsions seizure seizures fits
cost costs money price expensive costly
danger risk risks hazard hazardous dangerous
dead death deaths die died dies fatal mortality kill kills lethal
detect detected detection find finding identify identification
dirty soiled unclean
disease diseases illness sickness
dizzy dizziness vertigo
drug drugs medicine medicines medication medications pharmaceutical
educate education teach teaching taught training train trained
elderly aged
emergency urgent urgently
enlarged enlargement swollen swelling oedema edema
eye eyes ocular ophthalmic
faeces feces faecal fecal stool stools
fast quick quickly rapid rapidly prompt promptly immediately
fatigue tired tiredness
fever fevers febrile pyrexia
foot feet
germ germs microorganism microorganisms microbe microbes pathogen pathogens organism organisms
gonorrhoea gonorrhea gonorrhoeae
handrub rub abhr
harm harms harmful injure injury injuries injured hurt hurts wound wounds wounded
heart cardiac
hospital hospitals inpatient
improve improves improvement better
inform informed notify notified notifiable tell told report reported advice counsel counselling
infant infants baby babies newborn newborns neonate neonates neonatal
initial initiate initiated initiation
inject injection injections injected parenteral
insecticide insecticides pesticide
intestine intestines intestinal bowel gut
itch itchy itching pruritus
kidney kidneys renal
lactating lactation breastfeeding breastfed
leprosy hansen
lung lungs pulmonary
mask masks facemask facemasks
midwife midwives
monitor monitoring observe observation watch surveillance
mosquito mosquitoes vector vectors
mother mothers maternal
mouth oral orally
muscle muscles muscular intramuscular
nerve nerves neural
net nets itn itns llin llins
overweight obese obesity
pain painful pains
parasite parasites parasitic
people person persons individual individuals
pill pills tablet tablets
poison poisonous poisoning toxic toxicity venom venomous
pregnancy pregnant pregnancies gestation gestational
prevent prevention preventive prophylaxis prophylactic protect protection
puberty adolescent adolescents adolescence teenage teenager teenagers youth
recommend recommended recommendation suggest suggested advise
relapse relapses recur recurrence recurrent
rural countryside
salt sodium
school schools schoolchildren
shoe shoes footwear
sign signs symptom symptoms
skin cutaneous dermal
snail snails mollusc molluscs
spine spinal
spray spraying sprayed irs
staff personnel employee employees hcp
sterile sterilise sterilize sterilised sterilized
stomach gastric
surgery surgical operation
sugar sugars glucose
sweat sweats sweating perspiration
teeth tooth dental
therapy treat treating treatment treatments treated
thin underweight
transmit transmission transmitted spread spreads
ulcer ulcers sore sores
urine urinary
vaccinate vaccination vaccine immunise immunize immunisation immunization
vagina vaginal
vein veins venous intravenous
vision sight visual
vomit vomits vomiting vomited emesis
weigh weighing weight weighed
woman women
worm worms helminth helminths deworming
"""
"""One meaning a line."""
