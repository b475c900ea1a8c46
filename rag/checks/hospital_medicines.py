"""Medicines that the WHO's model lists have not and that hospitals' guidelines name, as data: facts, and nobody's text.

They are international nonproprietary names, in lower case. Those that a stem of `medicine_names` tells are left out.
"""

HOSPITAL_NAMES = """
abatacept acamprosate acenocoumarol acitretin adapalene aflibercept agomelatine alfacalcidol alfentanil alfuzosin
amantadine ambrisentan amisulpride anagrelide anakinra apomorphine apremilast argatroban asenapine atosiban aztreonam
bacitracin benserazide benzatropine benzydamine betahistine bethanechol bilastine bivalirudin bosentan brimonidine
bumetanide buspirone butorphanol calcipotriol calcitonin calcitriol cangrelor carbachol carbidopa carbocisteine
carisoprodol carmustine chlordiazepoxide ciclopirox cilostazol cinacalcet citicoline clobazam clobetasone clofarabine
clorazepate colestipol colestyramine conivaptan cyclopentolate cyproheptadine cyproterone dalbavancin danazol
darifenacin deferiprone deflazacort desipramine desloratadine desogestrel desvenlafaxine dexmedetomidine
dextromethorphan diltiazem dimenhydrinate dimetindene diphenoxylate dipyridamole donepezil doxapram doxepin doxylamine
dronedarone droperidol drospirenone dulaglutide dutasteride ebastine eltrombopag entacapone epinastine eplerenone
epoprostenol eptifibatide esketamine eslicarbazepine eszopiclone etanercept exemestane exenatide ezetimibe febuxostat
fenoldopam ferumoxytol fesoterodine fexofenadine finasteride finerenone flecainide flunarizine flunisolide fluticasone
fluvoxamine fondaparinux foscarnet galantamine gemfibrozil gestodene glatiramer glimepiride guaifenesin guanfacine
icatibant iloperidone indometacin isoprenaline ivabradine ketorolac ketotifen lanreotide lefamulin levocarnitine
levosimendan linaclotide liothyronine liraglutide lisdexamfetamine lixisenatide lofexidine lomitapide macitentan
mafenide maraviroc meclozine melatonin meloxicam meprobamate metaraminol metaxalone methocarbamol methylergometrine
methylnaltrexone metolazone metyrapone mexiletine mianserin midodrine milnacipran milrinone minoxidil mirabegron
mirtazapine modafinil molindone mometasone moxonidine mycophenolate nabumetone nalbuphine nalmefene nateglinide
nefazodone nefopam nesiritide netupitant nicorandil nimesulide nintedanib octreotide oritavancin orlistat orphenadrine
ospemifene oxycodone oxymetazoline oxymorphone paliperidone pasireotide patiromer pegfilgrastim pegloticase
pentazocine pentoxifylline perampanel phenelzine phentolamine pimecrolimus pimozide piracetam pirfenidone piroxicam
pizotifen pramipexole prasugrel prazosin primidone prucalopride pseudoephedrine quinupristin racecadotril raloxifene
ramelteon rasagiline rasburicase regadenoson remifentanil repaglinide riluzole riociguat roflumilast ropinirole
rotigotine sacubitril selexipag semaglutide sevelamer silodosin simeticone solifenacin stiripentol sucralfate
sufentanil sugammadex sulindac sulpiride sultiamine tadalafil tasimelteon teduglutide tegaserod telavancin terbutaline
teriparatide ticagrelor ticlopidine tirofiban tirzepatide tizanidine tolcapone tolnaftate tolterodine tolvaptan
topiramate tranylcypromine trazodone treprostinil triamterene trimetazidine trimipramine trospium umeclidinium
urapidil vardenafil venlafaxine vericiguat vernakalant vigabatrin vilazodone vorapaxar zaleplon ziprasidone zopiclone
zuclopenthixol
""".split()  # noqa: SIM905
