"""What single recognizers must and must not find."""

import subprocess
import sys
import threading

import pytest

from privacy.detection import detect
from privacy.recognizers import DEFAULT, cards, names, vins
from privacy.recognizers.name_patterns import PATTERNS
from privacy.redaction import redact
from privacy.spans import Kind


@pytest.mark.parametrize(
    "text",
    [
        "The time was 12:30:45 and the ratio 3:1.",
        "Case 2023-004512, unit 312, 0142 hours.",
        "Observed between 0100 and 0430 hours on 03/14/2024.",
        "The pistol, serial ABX 4111, was a Glock 19.",
        "Miranda warning was read and the Taser deployed by the Sergeant.",
        "In May the mark on the hood will grant us hope.",
        "Fire Department, Public Works and Dispatch were notified.",
        "Seen at Clark Street near Lake Michigan and Union Station.",
        "From San Antonio to Los Angeles, then Fort Wayne and St. Louis.",
        "The file version 2.0.1 and section 12.3.4 apply.",
        "30 people crossed the road and 4 men ran down the street.",
        "HE WILL MARK THE GATE AND PARK IN THE WEST LOT BY MAY.",
        "Drove the truck on HWY 101 past EXIT 42.",
        "He asked how many guards work at night and when the alarm is tested.",
    ],
)
def test_an_ordinary_sentence_stays_readable(text):
    assert redact(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "John Smith fled.",
        "JOHN SMITH FLED.",
        "we saw john smith there",
        "Spoke to SMITH, JOHN Q.",
        "Suspect Vontelli ran.",
        "W/ Zyqar Vontelli called.",
        "V/Vontelli",
        "His name is zyqar.",
        "A man I/D as Vontelli left.",
        "Mr. Banks left.",
        "Per Ofc. Zyqar all was calm.",
        "A.K.A. Running Bear",
        "Jean-Pierre de la Fontaine",
        "Nguyen Thi Minh Khai",
        "abdi hassan was there",
        "Met with Dr Okonkwo-Vontelli.",
        "Grigor Vardanyan said so.",
    ],
)
def test_a_name_is_found_in_any_case_and_order(text):
    assert [span.kind for span in redact(text).spans] == [Kind.PERSON]


def test_titles_and_ranks_beside_a_name_stay_readable():
    assert redact("Ofc. Tran met Sgt O'Malley.").text == "Ofc. [PERSON 1] met Sgt [PERSON 2]."


@pytest.mark.parametrize(
    ("digits", "passes"),
    [("4111111111111111", True), ("4111111111111112", False), ("378282246310005", True)],
)
def test_the_luhn_digit_is_checked(digits, passes):
    assert cards.passes_luhn(digits) is passes


@pytest.mark.parametrize(
    ("vin", "is_valid"),
    # The first two are the worked examples of common check-digit explanations.
    [("1M8GDM9AXKP042788", True), ("11111111111111111", True), ("1HGCM82633A004353", False)],
)
def test_the_check_digit_of_a_vehicle_number_is_checked(vin, is_valid):
    assert vins.has_valid_check_digit(vin) is is_valid


def test_a_vehicle_number_with_a_wrong_check_digit_is_found_after_the_cue_only():
    assert redact("Stamped 1HGCM82633A004353.").spans == ()
    assert redact("VIN: 1HGCM82633A004353.").spans[0].kind is Kind.VIN


def test_other_dates_than_those_of_birth_stay():
    redacted = redact("On 03/14/2024 he, born 03/14/1987, was seen.")
    assert redacted.text == "On 03/14/2024 he, born [BIRTH DATE 1], was seen."


@pytest.mark.parametrize("recognizer", DEFAULT, ids=lambda r: r.__module__.rpartition(".")[2])
@pytest.mark.parametrize("text", ["", " ", "\n", ".", "\x00", "\ud800", "a" * 50])
def test_a_recognizer_finds_nothing_in_nearly_nothing(recognizer, text):
    assert list(recognizer(text)) == []


def test_every_reason_is_a_sentence():
    text = "SSN 536-22-8714, plate ABC 1234, VIN 1HGCM82633A004352, John Smith, PO Box 22"
    reasons = [span.reason for recognizer in DEFAULT for span in recognizer(text)]
    assert len(reasons) > 4
    assert all(reason.endswith(".") and reason[0].isupper() for reason in reasons)
    assert all(reason.endswith(".") for reason in PATTERNS)


def test_names_are_found_alike_by_many_threads():
    text = "Maria Lopez met Sgt. Nguyen and SMITH, JOHN. " * 20
    expected = list(names.recognize(text))
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(list(names.recognize(text))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 8


def test_importing_the_library_loads_neither_spacy_nor_cryptography():
    program = (
        "import sys, privacy, privacy.redaction, privacy.sealing, privacy.purposes\n"
        "import privacy.log.exports, privacy.log.receipts\n"
        "privacy.redaction.redact('12:30', recognizers=())\n"
        "heavy = {'spacy', 'cryptography', 'numpy'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("seen near 972 david well at noon", "seen near [ADDRESS 1] at noon"),
        (
            "stopped at 12 oak street, ianfurt, mb g3t 1g1 and left",
            "stopped at [ADDRESS 1] and left",
        ),
        ("there were 5 new gates and 2 iron spurs", "there were 5 new gates and 2 iron spurs"),
    ],
)
def test_an_address_in_small_letters_is_hidden_as_far_as_its_code(text, left):
    assert redact(text).text == left


@pytest.mark.parametrize(
    "text",
    [
        "US Hwy 40 and County Rd 12",
        "FM 1960 at Kuykendahl",
        "State Route 9 and Mill Pond Road",
        "600 n. 4th",
        "5501 Camino Real",
        "apt 4c",
        "Box 99, Rural Route 1",
        "RFD 2 Box 40A, Peru, VT",
        "Route 4, Box 12",
        "N6420 Hwy 45, Yuma, AZ 85364",
        "W227N6103 Sussex Rd",
        "3N042 Woodland Ave",
        "47W620 Route 38",
        "E5312 County Road K",
        "1427 Twp Rd 212",
        "MP 14 on the Blue Ridge Parkway",
        "N Frontage Rd W of exit 88",
        "US-20 just west of Exit 137",
        "1 mile east of Hwy 61 on Old Quarry Rd",
        "half a mile off Route 9 on Mill Road",
        "room 214 of the Budget Host Inn",
    ],
)
def test_an_address_without_house_or_suffix_is_hidden(text):
    assert redact(f"They met at {text}, then left.").text == "They met at [ADDRESS 1], then left."


def test_a_town_closes_an_address_and_a_person_does_not():
    left = redact("He gave PO Box 212, Yuma. She gave 12 Oak St, Okafor said.").text
    assert left == "He gave [ADDRESS 1]. She gave [ADDRESS 2], [PERSON 1] said."


def test_a_distance_from_a_road_is_a_place_that_stays_readable():
    text = "It stood two miles north of FM 1960 and 300 yards off Mill Road."
    assert redact(text).text == text
    places = [text[span.start : span.end] for span in detect(text) if span.kind is Kind.PLACE]
    assert {"two miles north of FM 1960", "300 yards off Mill Road"} <= set(places)


def test_a_numbered_road_alone_is_a_place_that_stays_readable():
    text = "The van took I-95 exit 14 to County Road 300 North; he gave us 12 boxes."
    assert redact(text).text == text
    [first, second] = [span for span in detect(text) if span.reason == "A numbered road."]
    assert (text[first.start : first.end], second.kind) == ("I-95 exit 14", Kind.PLACE)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("R/P LINNEA KARLSSON ADV UNK MALE LEFT", "R/P [PERSON 1] ADV UNK MALE LEFT"),
        ("DRIVER STAFFAN LINDBERG OLN UNK", "DRIVER [PERSON 1] OLN UNK"),
        ("VEH REG TO NINO GELASHVILI AKA SMOKEY", "VEH REG TO [PERSON 1] AKA [PERSON 2]"),
        ("NEXT OF KIN ESTHER NOTIFIED", "NEXT OF KIN [PERSON 1] NOTIFIED"),
        ("DEAN COOPER STATES HE LEFT", "[PERSON 1] STATES HE LEFT"),
        ("HE ASKED GUARD LEHTIMÄKI ABOUT SHIFTS", "HE ASKED GUARD [PERSON 1] ABOUT SHIFTS"),
        ("Reg Barlow called.", "[PERSON 1] called."),
        ("KEYHOLDER ZIELINSKI EN ROUTE", "KEYHOLDER [PERSON 1] EN ROUTE"),
        ("jk tomasz, nobody cares", "jk [PERSON 1], nobody cares"),
        ("sooo guadalupe was right", "sooo [PERSON 1] was right"),
        ("y'all bashir didn't do it", "y'all [PERSON 1] didn't do it"),
        (
            "Can Ravi confirm? Host: Takahashi Kenji Escort: no",
            "Can [PERSON 1] confirm? Host: [PERSON 2] Escort: no",
        ),
    ],
)
def test_shorthand_beside_a_name_stays_readable(text, left):
    assert redact(text).text == left


@pytest.mark.parametrize(
    ("text", "is_readable"),
    [
        ("Talks with Ecuador and Sri Lanka had failed.", True),
        ("Costa Rica won in Norway.", True),
        ("Flights left from John F. Kennedy Airport.", True),
        ("He photographed the Webb Marina.", True),
        ("He came with Webb Marina.", False),
        ("MET JOHN F KENNEDY AIRPORT SECURITY", False),
        ("Mr. Norway stood there.", False),
        ("The title went to Izmir; Ankara gave nothing.", True),
        ("They met in Florence, and in June.", True),
        ("The mayor of Camden met them.", True),
        ("A title for Quik Stop Market and Credit Agricole.", True),
        ("He was in Florence's car.", False),
        ("The offer of Banco del Istmo and Grupo Aldana came late.", True),
        ("Al Rajhi Trading and Koninklijke Vopak sent it.", True),
        ("ALARM CO PROTECTWELL SECURITY CAME", True),
        ("Florence wants it closed.", False),
        ("She confided in Adelaide twice.", False),
        ("Maria Delgado Trading sent it.", False),
    ],
)
def test_a_place_that_is_called_like_a_person_stays_readable_where_that_is_sure(text, is_readable):
    assert (redact(text).text == text) is is_readable


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.AGE, "Her mother, who turned 8 last May", "8"),
        (Kind.AGE, "The girl, Leena, is only thirty-four.", "thirty-four"),
        (Kind.DATE, "He was there in mid-March.", "mid-March"),
        (Kind.DATE, "It was the spring of 1998.", "spring of 1998"),
        (Kind.DATE, "seen here mar 14th by all", "mar 14th"),
        (Kind.CASE_NUMBER, "Filed as 1:22-cr-00417-ABC in May.", "1:22-cr-00417-ABC"),
        (Kind.CASE_NUMBER, "Ref: case 2 O 114/18.", "2 O 114/18"),
        (Kind.CASE_NUMBER, "application (H-1142/20) was lodged", "H-1142/20"),
        (Kind.PLATE, "A gray van, AB12 CDE, left.", "AB12 CDE"),
        (Kind.PLATE, "A blue BMW (33-FT-AY) left.", "33-FT-AY"),
        (Kind.PLATE, "A blue BMW (AB-123-CD) left.", "AB-123-CD"),
        (Kind.AGE, "The guard, 62, retires soon.", "62"),
        (Kind.AGE, "subject approx 25-30, thin", "25-30"),
        (Kind.AGE, "His twin daughters are 8.", "8"),
        (Kind.AGE, "The boy is seven and a half.", "seven and a half"),
        (Kind.AGE, "She is turning forty in May.", "forty"),
        (Kind.AGE, "He'll be 18 in a week.", "18"),
        (Kind.AGE, "It was his 30th birthday.", "30th"),
        (Kind.AGE, "The men, 35 and 41, left.", "35 and 41"),
        (Kind.AGE, "Ifeoma Nwosu (33) saw it.", "33"),
        (Kind.AGE, "the younger one 19 or 20, tall", "19 or 20"),
        (Kind.PERSON, "Then Tre'Von came by.", "Tre'Von"),
        (Kind.PLATE, "I ran PQL 7731, no record.", "PQL 7731"),
        (Kind.ADDRESS, "for 152 Teheran-ro, Jung-gu, Seoul", "152 Teheran-ro, Jung-gu, Seoul"),
        (Kind.AGE, "a lost septuagenarian", "septuagenarian"),
        (Kind.BIRTH_DATE, "the clerk (b. June 17) works", "June 17"),
        (Kind.BIRTH_DATE, "born the year of the moon landing", "the year of the moon landing"),
        (Kind.BIRTH_DATE, "DOB twelve June nineteen eighty", "twelve June nineteen eighty"),
        (Kind.BIRTH_DATE, "born in the spring of 1990", "spring of 1990"),
        (Kind.BIRTH_DATE, "her birthday is the 3rd of March.", "3rd of March"),
        (Kind.PLATE, "He saw KLM-4821 on the plate.", "KLM-4821"),
        (Kind.PLATE, "the number off the back, BXR-119", "BXR-119"),
        (Kind.PLATE, 'a vanity that reads "SKYBIRD"', "SKYBIRD"),
        (Kind.BIOMETRIC, "He has a rose tattoo on the left arm.", "rose tattoo on the left arm"),
        (Kind.BIOMETRIC, 'She has "Mateo" inked on her neck.', '"Mateo" inked on her neck'),
        (Kind.BIOMETRIC, "with a burn scar through his chin", "burn scar through his chin"),
        (Kind.ADDRESS, "He gave Apartado 1180, San José.", "Apartado 1180, San José"),
        (Kind.ADDRESS, "at vul. Sichovykh 37, kv. 14, Kyiv", "vul. Sichovykh 37, kv. 14, Kyiv"),
        (Kind.ADDRESS, "at 東京都渋谷区神南1-19-11", "東京都渋谷区神南1-19-11"),
        (Kind.ADDRESS, "三重県川崎市千束17丁目18番15号", "三重県川崎市千束17丁目18番15号"),
        (Kind.ADDRESS, "at 인천시 관악구 언주1길 지하120", "인천시 관악구 언주1길 지하120"),
        (Kind.ADDRESS, "вул. Нова 1-й, буд. 5, Новий Київ", "вул. Нова 1-й, буд. 5, Новий Київ"),
        (Kind.ADDRESS, "at 12 LÊ DUẨN, QUẬN HẢI CHÂU, PLATE UNK", "12 LÊ DUẨN, QUẬN HẢI CHÂU"),
        (Kind.ADDRESS, "ул. Парковая, д. 13, кв. 4", "ул. Парковая, д. 13, кв. 4"),
        (Kind.ADDRESS, "宮城県君津市鍛冶ケ沢16丁目20番1号", "宮城県君津市鍛冶ケ沢16丁目20番1号"),
        (Kind.ADDRESS, "551 台北縣新生路1號之7", "551 台北縣新生路1號之7"),
        (Kind.ADDRESS, "경상남도 예산군 백제고분로 61", "경상남도 예산군 백제고분로 61"),
        (Kind.ADDRESS, "Qusar ray., Xəlil pr., b. 6", "Qusar ray., Xəlil pr., b. 6"),
    ],
)  # fmt: skip
def test_a_value_is_found_whole(kind, text, value):
    found = [text[span.start : span.end] for span in detect(text) if span.kind is kind]
    assert value in found


@pytest.mark.parametrize(
    "text",
    [
        "The van turned 90 degrees and turned two knobs.",
        "The vehicle was a 2004 KIA on US-95.",
        "The limit is only 40. He took just 12.",
        "他在3号门拍照。",
        "The law turned 10 this spring. The pump is 45 years old.",
        "See Figure Two (33) and the pump PQL 7731.",
        "Order N6420 of hoses, part E5312.",
        "There are no tattoos on his arms, and no scar from the blast.",
        "They fall 2019 feet; he may 4 times.",
    ],
)
def test_what_only_looks_like_an_age_a_plate_or_an_address_stays(text):
    assert {span.kind for span in detect(text)} <= {Kind.DATE, Kind.PLACE}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ODRZYWOŁEK PRAISED IEVA CHIDEME", "[PERSON 1] PRAISED [PERSON 2]"),
        ("pls call costel, thx luka", "pls call [PERSON 1], thx [PERSON 2]"),
        ("the governor, a. ronkainen, refused", "the governor, [PERSON 1], refused"),
        ("settled when ter-petrosyan left", "settled when [PERSON 1] left"),
        ("ANNA MET VON DER LEYEN", "[PERSON 1] MET [PERSON 2]"),
        ("we met juan de la cruz hernandez", "we met [PERSON 1]"),
    ],
)
def test_in_a_text_of_one_case_a_name_ends_where_plain_words_begin(text, left):
    assert redact(text).text == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Judges Traoré and Müller-Lüdenscheidt left.", "Judges [PERSON 1] and [PERSON 2] left."),
        ("He said that van Bruchem left.", "He said that [PERSON 1] left."),
        ("The van Smith drove was red.", "The van [PERSON 1] drove was red."),
        ("Before Lord Justice Traoré sat.", "Before Lord Justice [PERSON 1] sat."),
        ("Justice Miller left.", "[PERSON 1] left."),
        ("Annika and G. Bäck work.", "[PERSON 1] and [PERSON 2] work."),
    ],
)
def test_a_name_is_whole_and_a_rank_is_no_part_of_it(text, left):
    assert redact(text).text == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("R/P HALVORSEN, DAG ADVISED HE LEFT", "R/P [PERSON 1] ADVISED HE LEFT"),
        ("FOFANA, MARIAMA AND TORRES, GIL WERE THERE", "[PERSON 1] AND [PERSON 2] WERE THERE"),
        ("We met Oscar de la Fuente.", "We met [PERSON 1]."),
    ],
)
def test_a_family_name_and_a_given_name_are_one_name(text, left):
    assert redact(text).text == left


ANNOUNCED = {
    "passport": ("X04583210", "548112009", "C01X00T47", "YB4538112"),
    "driver's license": ("D420-5518-6137", "D4205518", "88124419"),
    "license plate": ("KLM-4821", "7ABC123"),
    "VIN": ("1HGCM82633A004352",),
    "SSN": ("219-09-4417", "219094417"),
    "account": ("000123456789", "88213-04-551"),
    "badge": ("4471", "B-2231"),
    "FBI": ("123456AB7",),
    "state ID": ("IL44120098", "88124419"),
    "policy": ("PN-88213-04",),
    "IMEI": ("490154203237518",),
    "visa": ("M0412886",),
    "alien": ("A204 881 190",),
    "employee": ("441287",),
    "inmate": ("A44128",),
    "green card": ("MSC2190012345",),
}
WAYS = (
    *("{} number {}", "{}, number {}", "{} no. {}", "{} #{}", "{} # {}", "{} number is {}"),
    *("{} number: {}", "{} (number {})", "{} with the number {}", "{} nbr {}"),
    "{} number which was {}",
)


@pytest.mark.parametrize("cue", ANNOUNCED)
def test_a_number_is_found_exactly_however_its_cue_announces_it(cue):
    for value in ANNOUNCED[cue]:
        texts = [f"He had the {way.format(cue, value)} and left." for way in WAYS]
        kept = [text for text in texts if value in redact(text).text]
        assert kept == []
        spans = [span for text in texts for span in detect(text) if span.kind is not Kind.PLACE]
        assert {span.end - span.start for span in spans} == {len(value)}
