"""How sure a share is that was counted."""

import math

_Z = 1.959964


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return Wilson's 95% interval of count / total (Wilson, "Probable Inference", JASA 1927); (0, 1) for no total."""
    if total == 0:
        return 0.0, 1.0
    share = count / total
    middle = share + _Z**2 / (2 * total)
    spread = _Z * math.sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2))
    scale = 1 + _Z**2 / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
