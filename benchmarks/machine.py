"""What a benchmark ran on."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def print_machine(*packages: str) -> None:
    """Print the date, the hardware and the versions of Python and of these packages."""
    print(f"date      {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    print(f"hardware  {os.cpu_count()} cores, {cpu_name()}, {platform.system()} {platform.machine()}")
    print(f"load      {os.getloadavg()[0]:.2f} at the start")
    print(f"versions  Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in packages))


def cpu_name() -> str:
    """Return the processor's name, as far as the system tells it."""
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        for line in facts.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"
