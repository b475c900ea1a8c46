"""Names of medicines, as data: facts from two publications of the World Health Organization, and no text of theirs.

Stems are those of "The use of stems in the selection of International Nonproprietary Names (INN) for pharmaceutical
substances" (2018) that tell a medicine from an ordinary English word. Names are the international nonproprietary names
of the "WHO Model List of Essential Medicines" (23rd list, 2023), in lower case, with the medicines that its older lists
held, those that guidelines of tuberculosis, malaria, HIV and neglected tropical diseases name beside it, and others
that clinics keep; those of hospitals are in `hospital_medicines`. Other names of one word are in `indexes.other_names`.
"""

from rag.checks.hospital_medicines import HOSPITAL_NAMES

STEM = (
    r"(?:cef|sulfa|sulfo|rifa)\w{3,}|arte(?:me|mi|su|ni|e)\w+|\w{3,}(?:adol|alol|azepam|azine|azolam|azole|azosin|bactam|"
    r"barbital|butol|caine|ciclib|cillin|citabine|conazole|coxib|curium|curonium|cycline|dipine|dronate|fantrine|fenac|"
    r"fibrate|floxacin|flurane|formin|fungin|gatran|gliflozin|gliptin|glitazone|iazid|ilide|kacin|lukast|mab|mectin|"
    r"metasone|methasone|methamine|methoprim|micin|mycin|mide|nidazole|olol|olone|onide|oxetine|parin|penem|plase|platin|"
    r"poetin|prazole|pril|profen|prost\w{0,3}|quantel|quine|quiline|ridine|rubicin|sartan|setron|statin|stigmine|taxel|"
    r"tepam|terol|thiazide|tidine|tinib|tocin|toin|triptan|triptyline|uracil|vir|virapine|virenz|virine|vudine|xaban|xate|"
    r"zepam|zolam|zolid|zumab)"
)
NOT_BY_STEM = frozenset(
    """africaine africaines americaine americaines centrafricaine centrafricaines colesterol dominicaine dominicaines
    hervir intervir marocaine marocaines mexicaine mexicaines pyramide pyramides servir
    bromide bromides broflanilide carbapenem carbapenems cholesterol cytidine diamide diamides ergosterol
    fluoroquinolone fluoroquinolones histidine magazine magazines pyridine quinolone quinolones rifamycin rifamycins
    sulfate sulfated
    sulfates sulfonamide sulfonamides sulfone sulfones uridine""".split()  # noqa: SIM905
)
"""Words that end or begin like a medicine and are none, or name a class of medicines only; without accents."""

NAMES = [
    *"""
abacavir abiraterone acarbose acetazolamide acetylcysteine aciclovir acoziborole adalimumab adrenaline albendazole
alendronate allopurinol alprazolam alprostadil alteplase amikacin amiloride aminophylline amiodarone amitriptyline
amlodipine amodiaquine amoxicillin ampicillin anastrozole antivenom apixaban aprepitant artemether artemisinin
artemotil artesunate asparaginase aspirin atazanavir atenolol atorvastatin atovaquone atracurium atropine
azathioprine azithromycin baclofen barium bcg beclometasone bedaquiline bendamustine bendroflumethiazide
benznidazole benzylpenicillin betamethasone bicalutamide biperiden bisacodyl bisoprolol bleomycin bortezomib
bromocriptine budesonide bupivacaine buprenorphine bupropion cabergoline cabotegravir caffeine calamine calcium
capecitabine capreomycin captopril carbamazepine carbetocin carbimazole carboplatin carvedilol caspofungin cefaclor
cefadroxil cefalexin cefazolin cefepime cefiderocol cefixime cefotaxime cefpodoxime ceftazidime ceftriaxone
cefuroxime cetirizine charcoal chlorambucil chloramphenicol chlorhexidine chloroquine chloroxylenol chlorphenamine
chlorproguanil chlorpromazine chlortalidone ciclosporin cilastatin cimetidine cinnarizine ciprofloxacin cisplatin
citalopram cladribine clarithromycin clavulanate clindamycin clobetasol clofazimine clomifene clomipramine
clonazepam clonidine clopidogrel clotrimazole cloxacillin clozapine codeine colchicine colecalciferol colistin
crotamiton cyanocobalamin cyclizine cyclophosphamide cycloserine cytarabine dabigatran dacarbazine daclatasvir
dactinomycin dalteparin dantrolene dapsone darbepoetin darunavir dasatinib daunorubicin deferasirox deferoxamine
delamanid desferrioxamine desmopressin dexamethasone dextrose diazepam diazoxide diclofenac dicloxacillin didanosine
diethylcarbamazine digoxin dihydroartemisinin diloxanide dimercaprol diphenhydramine disulfiram dobutamine docetaxel
docusate dolutegravir domperidone dopamine dornase doxorubicin doxycycline dydrogesterone edoxaban efavirenz
eflornithine empagliflozin emtricitabine enalapril enoxaparin entecavir ephedrine epinephrine ergocalciferol
ergometrine erlotinib ertapenem erythromycin erythropoietin escitalopram esomeprazole estradiol ethambutol ethanol
ethinylestradiol ethionamide ethosuximide etomidate etonogestrel etoposide etravirine everolimus famotidine
felodipine fentanyl fexinidazole filgrastim flucloxacillin fluconazole flucytosine fludarabine fludrocortisone
flumazenil fluorescein fluorouracil fluoxetine fluphenazine folate fomepizole formoterol fosfomycin fosphenytoin
furosemide gabapentin gatifloxacin gemcitabine gentamicin glecaprevir glibenclamide gliclazide glipizide glucagon
glucose glutaraldehyde glyceryl glycopyrronium griseofulvin haloperidol halothane heparin hpv hydralazine
hydrochlorothiazide hydrocortisone hydroxocobalamin hydroxycarbamide hydroxychloroquine hydroxyzine hyoscine
ibrutinib ibuprofen ifosfamide imatinib imipenem imiquimod immunoglobulin indapamide insulin interferon iodine
ipratropium irinotecan iron isoflurane isoniazid isosorbide isotretinoin itraconazole ivermectin kanamycin ketamine
ketoconazole labetalol lactulose lamivudine lamotrigine lansoprazole latanoprost ledipasvir lenacapavir lenalidomide
letrozole leuprorelin levamisole levetiracetam levocetirizine levodopa levofloxacin levonorgestrel levothyroxine
lidocaine lindane linezolid lisinopril lithium loperamide lopinavir loratadine lorazepam losartan lumefantrine
lurasidone malathion mannitol mebendazole mebeverine mecillinam medroxyprogesterone mefloquine melarsoprol melphalan
memantine mercaptopurine meropenem mesna metamizole metformin methadone methimazole methotrexate methyldopa
methylphenidate methylprednisolone methylthioninium metoclopramide metoprolol metronidazole micafungin miconazole
midazolam mifepristone miltefosine minocycline misoprostol molnupiravir montelukast morphine moxidectin moxifloxacin
mupirocin naloxone naltrexone naproxen neomycin neostigmine nevirapine nicardipine niclosamide nicotinamide nicotine
nifedipine nifurtimox nilotinib nimodipine nirmatrelvir nitazoxanide nitrofurantoin nitroprusside noradrenaline
norethisterone norfloxacin nystatin obidoxime ofloxacin olanzapine omeprazole ondansetron oseltamivir oxacillin
oxaliplatin oxamniquine oxcarbazepine oxybutynin oxygen oxytocin paclitaxel pancuronium pantoprazole paracetamol
paromomycin penicillamine penicillin pentamidine permethrin pethidine phenobarbital phenoxymethylpenicillin
phenylephrine phenytoin phytomenadione pibrentasvir pilocarpine piperacillin piperaquine pivmecillinam podophyllum
posaconazole pralidoxime praziquantel prednisolone prednisone pregabalin pretomanid primaquine probenecid
procainamide procaine procarbazine progesterone proguanil promethazine propofol propranolol propylthiouracil
prostaglandin protamine prothionamide protionamide pyrantel pyrazinamide pyridostigmine pyridoxine pyrimethamine
pyronaridine quetiapine quinidine quinine r21 raltegravir ramipril ranitidine ravuconazole remdesivir resomal
retinol ribavirin riboflavin rifabutin rifampicin rifapentine rifaximin risperidone ritonavir rituximab rivaroxaban
rocuronium rosuvastatin salbutamol salmeterol secnidazole selegiline senna sertraline sevoflurane sildenafil
simvastatin sirolimus sitagliptin sofosbuvir spectinomycin spironolactone stavudine stibogluconate streptokinase
streptomycin succimer sulbactam sulfadiazine sulfadoxine sulfalene sulfamethoxazole sulfasalazine suramin
suxamethonium tacrolimus tafenoquine tamoxifen tamsulosin tazobactam tecovirimat tedizolid teicoplanin telmisartan
tenecteplase tenofovir terbinafine terizidone terlipressin testosterone tetracaine tetracycline thalidomide
theophylline thiabendazole thiacetazone thiamine thiamphenicol thioacetazone thiopental timolol tinidazole
tioguanine tiotropium tobramycin tocilizumab tramadol trastuzumab tretinoin triamcinolone triclabendazole
trihexyphenidyl trimethoprim tropicamide tuberculin ulipristal valaciclovir valganciclovir valproate valsartan
vancomycin varenicline vasopressin vecuronium velpatasvir verapamil vinblastine vincristine vinorelbine voriconazole
warfarin xylometazoline zidovudine zinc zoledronate zolpidem
""".split(),  # noqa: SIM905 (a list of 500 quoted words)
    *HOSPITAL_NAMES,
]
"""Medicines of one word. Ordinary words that are medicines too ("water", "alcohol") are left out."""

PHRASES = {
    "acetylsalicylic acid": "aspirin",
    "amphotericin b": "amphotericin b",
    "amphotericin": "amphotericin b",
    "ascorbic acid": "ascorbic acid",
    "benzathine benzylpenicillin": "benzathine benzylpenicillin",
    "benzathine penicillin": "benzathine benzylpenicillin",
    "benzathine": "benzathine benzylpenicillin",
    "benzoic acid": "benzoic acid",
    "benzoyl peroxide": "benzoyl peroxide",
    "benzyl benzoate": "benzyl benzoate",
    "benzyl penicillin": "benzylpenicillin",
    "aminocaproic acid": "aminocaproic acid",
    "aminosalicylic acid": "p-aminosalicylic acid",
    "aminosalicylate sodium": "p-aminosalicylic acid",
    "calcium gluconate": "calcium gluconate",
    "crystalline penicillin": "benzylpenicillin",
    "calcium folinate": "calcium folinate",
    "charcoal, activated": "charcoal",
    "activated charcoal": "charcoal",
    "clavulanic acid": "clavulanate",
    "ferrous fumarate": "iron",
    "ferrous salt": "iron",
    "ferrous sulfate": "iron",
    "ferrous gluconate": "iron",
    "folic acid": "folic acid",
    "folinic acid": "calcium folinate",
    "fusidic acid": "fusidic acid",
    "gentian violet": "methylrosanilinium",
    "glyceryl trinitrate": "glyceryl trinitrate",
    "human papillomavirus vaccine": "hpv",
    "magnesium sulfate": "magnesium sulfate",
    "mefenamic acid": "mefenamic acid",
    "methylene blue": "methylthioninium",
    "meglumine antimoniate": "meglumine antimoniate",
    "mycophenolic acid": "mycophenolate",
    "nalidixic acid": "nalidixic acid",
    "nicotinic acid": "nicotinic acid",
    "oral rehydration salts": "oral rehydration salts",
    "oral rehydration salt": "oral rehydration salts",
    "oral rehydration solution": "oral rehydration salts",
    "oral rehydration": "oral rehydration salts",
    "para aminosalicylic acid": "p-aminosalicylic acid",
    "p-aminosalicylic acid": "p-aminosalicylic acid",
    "penicillin g": "benzylpenicillin",
    "penicillin v": "phenoxymethylpenicillin",
    "polymyxin b": "polymyxin b",
    "potassium chloride": "potassium chloride",
    "potassium iodide": "potassium iodide",
    "potassium permanganate": "potassium permanganate",
    "povidone iodine": "iodine",
    "povidone-iodine": "iodine",
    "procaine benzylpenicillin": "procaine benzylpenicillin",
    "procaine penicillin": "procaine benzylpenicillin",
    "rts,s/as01": "rts,s",
    "rts,s": "rts,s",
    "salicylic acid": "salicylic acid",
    "selenium sulfide": "selenium sulfide",
    "silver nitrate": "silver nitrate",
    "silver sulfadiazine": "silver sulfadiazine",
    "sodium bicarbonate": "sodium bicarbonate",
    "sodium hydrogen carbonate": "sodium bicarbonate",
    "sodium stibogluconate": "stibogluconate",
    "sodium valproate": "valproate",
    "tranexamic acid": "tranexamic acid",
    "ursodeoxycholic acid": "ursodeoxycholic acid",
    "valproic acid": "valproate",
    "vitamin a": "retinol",
    "vitamin b1": "thiamine",
    "vitamin b12": "hydroxocobalamin",
    "vitamin b6": "pyridoxine",
    "vitamin b2": "riboflavin",
    "vitamin b3": "nicotinamide",
    "vitamin b9": "folic acid",
    "vitamin c": "ascorbic acid",
    "vitamin d": "colecalciferol",
    "vitamin d3": "colecalciferol",
    "vitamin k": "phytomenadione",
    "vitamin k1": "phytomenadione",
    "zoledronic acid": "zoledronate",
    "zinc oxide": "zinc oxide",
    "zinc sulfate": "zinc",
}
"""Names of more words, and other names of words above, with the one name that both are known by here."""

VACCINES = """anthrax cholera covid dengue diphtheria ebola influenza measles meningococcal mpox mumps pertussis
pneumococcal polio rabies rotavirus rubella smallpox tetanus typhoid varicella""".split()  # noqa: SIM905
"""Illnesses and germs whose vaccine is called by their name."""

COMBINATIONS = {
    "1HP": "isoniazid rifapentine",
    "3HP": "isoniazid rifapentine",
    "3HR": "isoniazid rifampicin",
    "3RH": "isoniazid rifampicin",
    "HRZE": "rifampicin isoniazid pyrazinamide ethambutol",
    "RH": "rifampicin isoniazid",
    "RHE": "rifampicin isoniazid ethambutol",
    "BPaL": "bedaquiline pretomanid linezolid",
    "BPaLM": "bedaquiline pretomanid linezolid moxifloxacin",
    "DP": "dihydroartemisinin piperaquine",
    "AS-AQ": "artesunate amodiaquine",
    "AS+AQ": "artesunate amodiaquine",
    "AS+SP": "artesunate sulfadoxine pyrimethamine",
    "SP-AQ": "sulfadoxine pyrimethamine amodiaquine",
    "SP+AQ": "sulfadoxine pyrimethamine amodiaquine",
    "Augmentin": "amoxicillin clavulanate",
    "Bactrim": "sulfamethoxazole trimethoprim",
    "Coartem": "artemether lumefantrine",
    "Eurartesim": "dihydroartemisinin piperaquine",
    "Fansidar": "sulfadoxine pyrimethamine",
    "Malarone": "atovaquone proguanil",
    "Pyramax": "artesunate pyronaridine",
    "Septrin": "sulfamethoxazole trimethoprim",
}
"""Regimens and brands with their parts, in this case; a brand may be in any."""

COMBINED_NAMES = {
    "co-amoxiclav": "amoxicillin clavulanate",
    "co-trimoxazole": "sulfamethoxazole trimethoprim",
    "cotrimoxazole": "sulfamethoxazole trimethoprim",
}
"""Nonproprietary names of combinations with their parts."""

CARRIERS = frozenset(
    ["oxygen", "glucose", "calcium", "iron", "ethanol", "charcoal", "barium", "caffeine", "tuberculin"]
)
"""What stands beside a medicine's dose more often than it has one of its own: it takes no dose from another."""
