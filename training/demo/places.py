"""Where the people of the demonstration work: four sites, and departments on three levels that sum to 1,200."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Place:
    """A site. `answers` is who answers for security there, by role."""

    code: str
    name: str
    city: str
    zone: str
    address: str
    phone: str
    answers: str
    how: str


SITES = (
    Place(
        "CHI", "Canal Street", "Chicago", "America/Chicago", "400 Canal Street", "+1 555 0142",
        "Head of site security, on duty in building A",
        "Press “Report” in your mail program, or call: somebody answers day and night. At the doors, tell the guard in"
        " building A.",
    ),
    Place(
        "LYO", "Quai du Tilleul", "Lyon", "Europe/Paris", "12 quai du Tilleul", "+33 555 0143",
        "Deputy for site security, second floor",
        "Press “Report” in your mail program, or call. Between 18:00 and 8:00 the call goes to Chicago, where"
        " somebody is awake.",
    ),
    Place(
        "LDS", "Foundry Yard", "Leeds", "Europe/London", "1 Foundry Yard", "+44 555 0144",
        "Warehouse security lead, gatehouse",
        "Press “Report” in your mail program, or call. In the warehouse the red telephone at gate 2 rings in the"
        " gatehouse.",
    ),
    Place(
        "SIN", "Tanjong Lane", "Singapore", "Asia/Singapore", "8 Tanjong Lane", "+65 555 0145",
        "Office manager, fourth floor",
        "Press “Report” in your mail program, or call. The office manager has the keys and the list of visitors.",
    ),
)  # fmt: skip
BY_CODE = {site.code: site for site in SITES}


class Unit(NamedTuple):
    """A department: its people today without those of the departments below, and how they are spread over the sites.

    `sites` is weights in the order Chicago, Lyon, Leeds, Singapore; `lax` is added to the per cent that is late.
    """

    code: str
    heads: int
    sites: tuple[int, int, int, int]
    lead: str
    titles: tuple[str, ...]
    attributes: tuple[str, ...] = ()
    lax: int = 0

    @property
    def above(self) -> str:
        """The code of the department above; empty at the top."""
        return self.code.rpartition(" / ")[0]


FINANCE = "Finance"
TOP = "Executive office"
SECURITY = "Information technology / Security"
RECEPTION = "Operations / Facilities / Reception"
BUILDING_CARE = "Operations / Facilities / Building care"

UNITS = (
    Unit(TOP, 9, (6, 1, 1, 1), "Managing director", ("Executive assistant", "Chief of staff")),
    Unit(FINANCE, 3, (1, 0, 0, 0), "Head of finance", ("Finance assistant", "Financial analyst"), ("finance",)),
    Unit(
        "Finance / Accounts payable", 20, (3, 1, 0, 0), "Accounts payable lead",
        ("Accounts payable clerk", "Invoice clerk", "Supplier records clerk"), ("finance",),
    ),
    Unit(
        "Finance / Treasury", 10, (3, 1, 0, 0), "Treasurer", ("Treasury analyst", "Cash manager"),
        ("cardholder", "finance"),
    ),
    Unit("Finance / Controlling", 15, (2, 1, 0, 0), "Lead controller", ("Controller", "Cost analyst"), ("finance",)),
    Unit("Operations", 5, (2, 0, 2, 1), "Head of operations", ("Operations planner",)),
    Unit("Operations / Logistics", 6, (1, 0, 2, 0), "Head of logistics", ("Logistics planner", "Customs clerk")),
    Unit(
        "Operations / Logistics / Warehouse", 118, (1, 0, 3, 0), "Warehouse manager",
        ("Warehouse operative", "Forklift driver", "Stock controller"), lax=9,
    ),
    Unit("Operations / Logistics / Dispatch", 54, (1, 0, 2, 0), "Dispatch manager", ("Dispatcher", "Driver"), lax=6),
    Unit("Operations / Facilities", 4, (1, 1, 1, 1), "Head of facilities", ("Facilities planner",)),
    Unit(RECEPTION, 26, (4, 3, 3, 3), "Reception lead", ("Receptionist", "Switchboard operator"), ("reception",)),
    Unit(
        BUILDING_CARE, 38, (4, 2, 4, 1), "Building care lead", ("Caretaker", "Electrician", "Guard"),
        ("facilities",), lax=3,
    ),
    Unit("Operations / Production", 8, (1, 0, 1, 0), "Head of production", ("Production planner",)),
    Unit(
        "Operations / Production / Day shift", 190, (5, 0, 4, 0), "Day shift manager",
        ("Machine operator", "Fitter", "Packer"), lax=5,
    ),
    Unit(
        "Operations / Production / Night shift", 122, (5, 0, 4, 0), "Night shift manager",
        ("Machine operator", "Fitter"), lax=11,
    ),
    Unit("Engineering", 6, (2, 3, 0, 1), "Head of engineering", ("Engineering coordinator",)),
    Unit(
        "Engineering / Platform", 38, (2, 3, 0, 1), "Platform lead",
        ("Platform engineer", "Database engineer"), ("privileged",),
    ),
    Unit("Engineering / Applications", 5, (2, 3, 0, 1), "Applications lead", ("Product owner",)),
    Unit("Engineering / Applications / Web", 34, (2, 3, 0, 1), "Web lead", ("Software engineer", "Designer")),
    Unit("Engineering / Applications / Mobile", 24, (1, 3, 0, 2), "Mobile lead", ("Software engineer", "Designer")),
    Unit("Engineering / Quality", 27, (1, 3, 0, 1), "Quality lead", ("Test engineer",)),
    Unit("Customer care", 6, (2, 1, 1, 1), "Head of customer care", ("Quality coach",)),
    Unit(
        "Customer care / Europe", 74, (0, 3, 2, 0), "Care lead for Europe", ("Customer adviser",),
        ("cardholder",), lax=2,
    ),
    Unit(
        "Customer care / Americas", 82, (1, 0, 0, 0), "Care lead for the Americas", ("Customer adviser",),
        ("cardholder",), lax=4,
    ),
    Unit("Customer care / Asia", 48, (0, 0, 0, 1), "Care lead for Asia", ("Customer adviser",), ("cardholder",)),
    Unit("Sales", 78, (3, 2, 1, 2), "Head of sales", ("Sales manager", "Account manager", "Tender writer"), lax=6),
    Unit("Marketing", 38, (2, 2, 0, 1), "Head of marketing", ("Editor", "Event planner", "Designer")),
    Unit("Human resources", 20, (2, 1, 1, 1), "Head of human resources", ("Recruiter", "Learning adviser")),
    Unit("Human resources / Payroll", 12, (1, 0, 1, 0), "Payroll lead", ("Payroll clerk",), ("finance", "phi")),
    Unit("Legal", 14, (2, 1, 0, 1), "General counsel", ("Counsel", "Contract manager")),
    Unit(
        "Information technology", 25, (2, 1, 1, 1), "Head of IT",
        ("Systems administrator", "Network engineer"), ("privileged",),
    ),
    Unit(
        "Information technology / Service desk", 32, (2, 1, 1, 1), "Service desk lead",
        ("Service desk agent",), ("privileged",),
    ),
    Unit(
        SECURITY, 9, (1, 0, 0, 0), "Chief security officer", ("Security analyst", "Security trainer"),
        ("privileged",),
    ),
)  # fmt: skip
BY_NAME = {unit.code: unit for unit in UNITS}
