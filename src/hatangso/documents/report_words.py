"""Fixed words of the report that more than one part needs."""

from hatangso.documents.report_content import Text
from hatangso.model.provenance import Reality

__all__ = ["LAYER_WORDS", "REALITY_WORDS", "SCRIPT_WORDS"]

REALITY_WORDS = {
    Reality.REAL: Text("thực", "real"),
    Reality.DERIVED: Text("suy ra", "derived"),
    Reality.SYNTHETIC: Text("mô phỏng", "synthetic"),
}

LAYER_WORDS = {
    "terrain": Text("địa hình", "terrain"),
    "clutter": Text("lớp phủ mặt đất", "land cover"),
    "communes": Text("địa giới và dân số xã", "communes and their people"),
    "localities": Text("điểm dân cư", "localities"),
    "sites": Text("vị trí trạm", "station sites"),
    "services": Text("dịch vụ trên trạm", "services on the stations"),
    "facilities": Text("công trình công cộng", "public facilities"),
    "roads": Text("đường giao thông", "roads"),
    "figures": Text("số liệu và chỉ tiêu", "figures and targets"),
    "documents": Text("văn bản", "documents"),
    "submissions": Text("đề nghị của doanh nghiệp", "proposals of operators"),
    "parameters": Text("tham số", "parameters"),
}

# Pairs of Vietnamese and English for what the script writes itself.
SCRIPT_WORDS = {
    "none": ("Không có sóng", "No signal"),
    "basic": ("Mức cơ bản", "Basic"),
    "good": ("Mức tốt", "Good"),
    "unknown": ("Chưa xác định", "Not known"),
    "uncertain": (
        "Chưa chắc chắn: hai mô hình truyền sóng cho kết quả khác nhau.",
        "Uncertain: the two propagation models disagree.",
    ),
    "people": ("người", "people"),
    "station": ("Trạm mạnh nhất", "Strongest station"),
    "away": ("cách", "at"),
    "site": ("Trạm", "Station"),
    "owner": ("Chủ sở hữu", "Owner"),
    "height": ("Cột cao", "Mast height"),
    "rows": ("{shown} trên {all} dòng", "{shown} of {all} rows"),
    "all": ("Hiện tất cả {all} dòng", "Show all {all} rows"),
    "fewer": ("Thu gọn", "Show fewer"),
}
