"""From a page's own coordinates to points from its top left corner, as it is shown."""

import ctypes
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.types import Box

_DEVICE_SCALE = 100
"""pdfium maps page points to whole device units; a hundred of them to the point keep two decimals."""


@dataclass(frozen=True, slots=True)
class Transform:
    """The affine map from a page's own coordinates to points from its top left, after rotation and cropping."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Return where a box of the page's own coordinates is shown."""
        # The map turns by quarters only, so two opposite corners stay opposite.
        first_x, first_y = self.a * left + self.c * top + self.e, self.b * left + self.d * top + self.f
        second_x, second_y = self.a * right + self.c * bottom + self.e, self.b * right + self.d * bottom + self.f
        if first_x > second_x:
            first_x, second_x = second_x, first_x
        if first_y > second_y:
            first_y, second_y = second_y, first_y
        return first_x, first_y, second_x, second_y


def device_transform(page: pdfium.PdfPage, width: float, height: float) -> Transform:
    """Return the map of a page that is shown so many points wide and high."""

    def to_device(x: float, y: float) -> tuple[float, float]:
        device_x, device_y = ctypes.c_int(), ctypes.c_int()
        size = (round(width * _DEVICE_SCALE), round(height * _DEVICE_SCALE))
        pdfium_c.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, device_x, device_y)
        return device_x.value / _DEVICE_SCALE, device_y.value / _DEVICE_SCALE

    span = 1000.0
    origin, along, up = to_device(0, 0), to_device(span, 0), to_device(0, span)
    return Transform(
        a=(along[0] - origin[0]) / span,
        b=(along[1] - origin[1]) / span,
        c=(up[0] - origin[0]) / span,
        d=(up[1] - origin[1]) / span,
        e=origin[0],
        f=origin[1],
    )
