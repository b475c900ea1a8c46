"""Ten questions and what answers each, the same in five languages, as data: what an embedder's cosines are read by.

Written for this, on ten subjects that have little in common. Each block is a question, on its first line, and a
passage.
"""

_ENGLISH = """
How long should hands be rubbed with soap?
Wet the hands, take soap and rub all surfaces for 40 to 60 seconds, then rinse.

How is a fresh burn cooled?
Hold the burned skin under running cool water for 20 minutes. Put no ice or butter on it.

When are household members treated for scabies?
All who live in the same household are treated for scabies on the same day, whether they itch or not.

In what position is blood pressure measured?
Measure blood pressure after five minutes of rest, with the patient sitting, the back supported and the arm at heart
level.

At what temperature are vaccines stored?
Keep vaccines in the refrigerator between 2 and 8 degrees. Read the thermometer twice a day.

What must not be done after a snake bite?
Do not cut, suck or tie off a snake bite. Keep the limb still and take the patient to hospital.

How often is a newborn breastfed?
Breastfeed the newborn on demand, day and night, at least eight times in 24 hours.

What is done for a foreign body in the eye?
Wash the eye with clean water. If the foreign body does not come out, cover the eye and refer.

How is a broken forearm splinted?
Splint the broken forearm with a padded board that reaches beyond the wrist and the elbow.

How much chlorine makes water safe to drink?
Add two drops of household chlorine to a litre of clear water and wait half an hour before drinking.
"""
_FRENCH = """
Combien de temps faut-il se frotter les mains avec du savon ?
Mouiller les mains, prendre du savon et frotter toutes les surfaces pendant 40 à 60 secondes, puis rincer.

Comment refroidir une brûlure récente ?
Tenir la peau brûlée sous de l'eau fraîche courante pendant 20 minutes. N'y mettre ni glace ni beurre.

Quand traite-t-on la famille pour la gale ?
Tous ceux qui vivent dans le même foyer sont traités contre la gale le même jour, qu'ils se grattent ou non.

Dans quelle position mesure-t-on la tension artérielle ?
Mesurer la tension artérielle après cinq minutes de repos, le patient assis, le dos soutenu et le bras à hauteur du
coeur.

À quelle température conserve-t-on les vaccins ?
Garder les vaccins au réfrigérateur entre 2 et 8 degrés. Lire le thermomètre deux fois par jour.

Que ne faut-il pas faire après une morsure de serpent ?
Ne pas inciser, sucer ni garrotter une morsure de serpent. Immobiliser le membre et conduire le patient à l'hôpital.

Combien de fois faut-il allaiter un nouveau-né ?
Allaiter le nouveau-né à la demande, jour et nuit, au moins huit fois en 24 heures.

Que faire pour un corps étranger dans l'oeil ?
Laver l'oeil à l'eau propre. Si le corps étranger ne sort pas, couvrir l'oeil et référer.

Comment immobiliser un avant-bras cassé ?
Immobiliser l'avant-bras cassé avec une planchette rembourrée qui dépasse le poignet et le coude.

Combien de chlore rend l'eau potable ?
Ajouter deux gouttes de chlore de ménage à un litre d'eau claire et attendre une demi-heure avant de boire.
"""
_SPANISH = """
¿Cuánto tiempo hay que frotarse las manos con jabón?
Mojar las manos, tomar jabón y frotar todas las superficies de 40 a 60 segundos; después enjuagar.

¿Cómo se enfría una quemadura reciente?
Mantener la piel quemada bajo agua fresca corriente durante 20 minutos. No poner hielo ni mantequilla.

¿Cuándo se trata a la familia por sarna?
Todos los que viven en la misma casa se tratan contra la sarna el mismo día, tengan o no picor.

¿En qué posición se mide la presión arterial?
Medir la presión arterial después de cinco minutos de reposo, con el paciente sentado, la espalda apoyada y el brazo a
la altura del corazón.

¿A qué temperatura se guardan las vacunas?
Guardar las vacunas en el refrigerador entre 2 y 8 grados. Leer el termómetro dos veces al día.

¿Qué no se debe hacer tras una mordedura de serpiente?
No cortar, chupar ni atar una mordedura de serpiente. Mantener quieto el miembro y llevar al paciente al hospital.

¿Con qué frecuencia se amamanta a un recién nacido?
Amamantar al recién nacido a demanda, de día y de noche, al menos ocho veces en 24 horas.

¿Qué se hace ante un cuerpo extraño en el ojo?
Lavar el ojo con agua limpia. Si el cuerpo extraño no sale, cubrir el ojo y referir.

¿Cómo se entablilla un antebrazo roto?
Entablillar el antebrazo roto con una tabla acolchada que pase de la muñeca y del codo.

¿Cuánto cloro hace potable el agua?
Añadir dos gotas de cloro doméstico a un litro de agua clara y esperar media hora antes de beber.
"""
_PORTUGUESE = """
Quanto tempo se devem esfregar as mãos com sabão?
Molhar as mãos, pegar no sabão e esfregar todas as superfícies durante 40 a 60 segundos; depois enxaguar.

Como se arrefece uma queimadura recente?
Manter a pele queimada sob água fresca corrente durante 20 minutos. Não pôr gelo nem manteiga.

Quando se trata a família por causa da sarna?
Todos os que vivem na mesma casa são tratados contra a sarna no mesmo dia, tenham ou não comichão.

Em que posição se mede a pressão arterial?
Medir a pressão arterial após cinco minutos de repouso, com o paciente sentado, as costas apoiadas e o braço à altura
do coração.

A que temperatura se guardam as vacinas?
Guardar as vacinas no frigorífico entre 2 e 8 graus. Ler o termómetro duas vezes por dia.

O que não se deve fazer após uma mordedura de cobra?
Não cortar, chupar nem amarrar uma mordedura de cobra. Manter o membro quieto e levar o paciente ao hospital.

Com que frequência se amamenta um recém-nascido?
Amamentar o recém-nascido quando ele pede, de dia e de noite, pelo menos oito vezes em 24 horas.

O que se faz com um corpo estranho no olho?
Lavar o olho com água limpa. Se o corpo estranho não sair, cobrir o olho e encaminhar.

Como se imobiliza um antebraço partido?
Imobilizar o antebraço partido com uma tábua almofadada que passe do pulso e do cotovelo.

Quanto cloro torna a água potável?
Juntar duas gotas de cloro doméstico a um litro de água limpa e esperar meia hora antes de beber.
"""
_ARABIC = """
كم من الوقت يجب فرك اليدين بالصابون؟
بلل اليدين وخذ الصابون وافرك كل الأسطح مدة ٤٠ إلى ٦٠ ثانية ثم اشطفها.

كيف يبرد الحرق الحديث؟
ضع الجلد المحروق تحت ماء بارد جار مدة ٢٠ دقيقة، ولا تضع عليه ثلجا ولا زبدة.

متى يعالج أفراد الأسرة من الجرب؟
يعالج من الجرب كل من يسكن في البيت نفسه وفي اليوم نفسه، سواء شعر بالحكة أم لا.

في أي وضعية يقاس ضغط الدم؟
يقاس ضغط الدم بعد خمس دقائق من الراحة والمريض جالس وظهره مسنود وذراعه على مستوى القلب.

في أي درجة حرارة تحفظ اللقاحات؟
تحفظ اللقاحات في الثلاجة بين ٢ و٨ درجات، ويقرأ مقياس الحرارة مرتين في اليوم.

ما الذي لا يجوز فعله بعد لدغة الأفعى؟
لا تجرح لدغة الأفعى ولا تمصها ولا تربطها. ثبت الطرف وانقل المريض إلى المستشفى.

كم مرة يرضع المولود الجديد؟
يرضع المولود الجديد عند الطلب ليلا ونهارا، ثماني مرات على الأقل في ٢٤ ساعة.

ماذا يفعل لجسم غريب في العين؟
اغسل العين بماء نظيف، وإذا لم يخرج الجسم الغريب فغط العين وأحل المريض.

كيف يجبر الساعد المكسور؟
يجبر الساعد المكسور بلوح مبطن يتجاوز الرسغ والمرفق.

كم من الكلور يجعل الماء صالحا للشرب؟
أضف قطرتين من الكلور المنزلي إلى لتر من الماء الصافي وانتظر نصف ساعة قبل الشرب.
"""


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    blocks = [block.splitlines() for block in text.strip().split("\n\n")]
    return tuple((question, " ".join(passage)) for question, *passage in blocks)


ANCHORS = {
    code: _pairs(lines)
    for code, lines in {
        "en": _ENGLISH,
        "fr": _FRENCH,
        "es": _SPANISH,
        "pt": _PORTUGUESE,
        "ar": _ARABIC,
    }.items()
}
"""By language (ISO 639-1)."""
