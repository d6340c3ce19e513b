"""The commands: each parses its options, calls one workflow and prints the result.

A command is imported when it is called, so that none waits for the libraries of others.
"""

import gc
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated

import typer
from typer._click import Command, Context, HelpFormatter
from typer.core import TyperGroup

from hatangso import __version__

__all__ = ["COMMANDS", "LazyCommand", "app"]

_WHOLE = "Toàn bộ (everything)"
_EXISTS = "Có gì (what exists)"
_MEASURED = "Thực tế ra sao (what is really there)"
_STANDS = "Đứng ở đâu (where it stands)"
_CLOSES = "Làm gì (what closes the gaps)"
_WRITES = "Văn bản (documents)"
_SERVES = "Ứng dụng web (in the browser)"


@dataclass(frozen=True)
class LazyCommand:
    """Where a command lies, and its line in the list of commands.

    Attributes:
        module: Within ``hatangso.cli``.
        function: Its first line of documentation is ``line``.
        panel: Heading that it stands under.
    """

    module: str
    function: str
    panel: str
    line: str


COMMANDS = {
    "demo": LazyCommand(
        "demo_command",
        "demo",
        _WHOLE,
        "Chạy toàn bộ trên dữ liệu mẫu (run everything on a shipped province).",
    ),
    "import": LazyCommand(
        "import_command",
        "import_files",
        _EXISTS,
        "Nhập tệp vào sổ đăng ký hạ tầng (take files into the register).",
    ),
    "inventory": LazyCommand(
        "inventory_command",
        "inventory",
        _EXISTS,
        "Nhập máy chủ, máy ảo do phần mềm ảo hóa tự báo (what software says it runs).",
    ),
    "undo": LazyCommand(
        "undo_command",
        "undo",
        _EXISTS,
        "Hoàn tác một lần thay đổi (take a set of changes back).",
    ),
    "history": LazyCommand(
        "undo_command",
        "history",
        _EXISTS,
        "Liệt kê các lần thay đổi (list what was changed, by whom, from which file).",
    ),
    "register": LazyCommand(
        "register_command",
        "register",
        _EXISTS,
        "Sổ đăng ký có gì, mới hay cũ, có trùng không (what the register knows).",
    ),
    "merge": LazyCommand(
        "register_command",
        "merge",
        _EXISTS,
        "Gộp hai bản ghi là một, giữ cả hai lịch sử (make one record of two).",
    ),
    "template": LazyCommand(
        "template_command",
        "template",
        _EXISTS,
        "Tạo biểu mẫu để nơi khác điền (write a workbook for others to fill in).",
    ),
    "units": LazyCommand(
        "units_command",
        "units",
        _EXISTS,
        "Tra cứu đơn vị hành chính theo thời gian (who a unit was, and what followed).",
    ),
    "restate": LazyCommand(
        "units_command",
        "restate",
        _EXISTS,
        "Quy đổi số liệu sang đơn vị hành chính khác (counts on other units).",
    ),
    "readings": LazyCommand(
        "readings_command",
        "readings",
        _EXISTS,
        "Nhập số đo của cảm biến (take in what sensors said).",
    ),
    "check": LazyCommand(
        "step_commands",
        "check",
        _MEASURED,
        "Kiểm tra dữ liệu đầu vào (say everything that is wrong with a directory).",
    ),
    "coverage": LazyCommand(
        "step_commands",
        "coverage",
        _MEASURED,
        "Tính vùng phủ sóng (compute the coverage on the terrain).",
    ),
    "quality": LazyCommand(
        "quality_command",
        "quality",
        _MEASURED,
        "Chất lượng dịch vụ theo kết quả đo (measured service against the rules).",
    ),
    "procedures": LazyCommand(
        "procedures_command",
        "procedures",
        _MEASURED,
        "Hồ sơ thủ tục đúng hạn, trễ hạn (which dossiers were handled in time).",
    ),
    "watch": LazyCommand(
        "watch_command",
        "watch",
        _MEASURED,
        "Giám sát máy, đường truyền, hệ thống (watch machines, links and systems).",
    ),
    "addresses": LazyCommand(
        "addresses_command",
        "addresses",
        _STANDS,
        "Mã địa chỉ hộ: đã cấp đến đâu, tra cứu, cấp mã (address codes of households).",
    ),
    "calibrate": LazyCommand(
        "calibrate_command",
        "calibrate",
        _MEASURED,
        "Hiệu chỉnh dự báo theo số đo (hold measurements against the prediction).",
    ),
    "path": LazyCommand(
        "path_command",
        "path",
        _MEASURED,
        "Xét đường truyền giữa hai điểm (what stands between two places).",
    ),
    "targets": LazyCommand(
        "targets_command",
        "targets",
        _STANDS,
        "Chỉ tiêu nào đạt, nguy cơ, không đạt (where every target stands).",
    ),
    "indicators": LazyCommand(
        "indicators_command",
        "indicators",
        _STANDS,
        "Chuỗi số liệu của chỉ tiêu theo đơn vị, kỳ (indicators by unit and period).",
    ),
    "audit": LazyCommand(
        "audit_command",
        "audit",
        _STANDS,
        "Đối chiếu số liệu đã công bố (find printed figures that do not fit).",
    ),
    "score": LazyCommand(
        "score_command",
        "score",
        _STANDS,
        "Chấm điểm theo bộ tiêu chí DTI, DII, 766 (points, and what would add).",
    ),
    "assess": LazyCommand(
        "step_commands",
        "assess",
        _STANDS,
        "Đối chiếu với chỉ tiêu (hold the province against its targets).",
    ),
    "size-centre": LazyCommand(
        "size_centre_command",
        "size_centre",
        _CLOSES,
        "Trung tâm dữ liệu mới cần lớn đến đâu (how large a new data centre is).",
    ),
    "zones": LazyCommand(
        "zones_command",
        "zones",
        _STANDS,
        "Khu công nghiệp: 5G, cảm biến, sự cố (how industrial zones stand).",
    ),
    "capacity": LazyCommand(
        "capacity_command",
        "capacity",
        _STANDS,
        "Trung tâm dữ liệu đầy đến đâu, chịu hỏng không (how full data centres are).",
    ),
    "platforms": LazyCommand(
        "platforms_command",
        "platforms",
        _STANDS,
        "Các nền tảng số đang ở đâu (how digital platforms stand).",
    ),
    "people": LazyCommand(
        "people_command",
        "people",
        _STANDS,
        "Tổ công nghệ số, tập huấn, tuyên truyền (teams, training, outreach).",
    ),
    "programme": LazyCommand(
        "programme_command",
        "programme",
        _STANDS,
        "Nhiệm vụ trễ hạn, giải ngân, kết quả (tasks: late, delivered, paid).",
    ),
    "network": LazyCommand(
        "network_command",
        "network",
        _STANDS,
        "Mạng chuyên dùng tới đâu, đứt đâu thì mất (whom the network reaches).",
    ),
    "plan": LazyCommand(
        "plan_command",
        "plan",
        _CLOSES,
        "Lập phương án đầu tư (the cheapest build-out, with its proof).",
    ),
    "compare": LazyCommand(
        "compare_command",
        "compare",
        _CLOSES,
        "So sánh hai phương án (hold two plans against each other).",
    ),
    "fibre": LazyCommand(
        "fibre_command",
        "fibre",
        _CLOSES,
        "Nối các nơi bằng cáp quang (join places by fibre along roads).",
    ),
    "report": LazyCommand(
        "step_commands",
        "report",
        _CLOSES,
        "Xuất báo cáo HTML (write the report and the map layers).",
    ),
    "documents": LazyCommand(
        "documents_command",
        "documents",
        _CLOSES,
        "Lập các văn bản của tỉnh (write the province's official documents).",
    ),
    "document-template": LazyCommand(
        "documents_command",
        "document_template",
        _CLOSES,
        "Biểu mẫu văn bản để sở sửa trong Word (a template that a department shapes).",
    ),
    "recheck": LazyCommand(
        "recheck_command",
        "recheck",
        _CLOSES,
        "Số liệu nào của văn bản đã thay đổi (what has changed since a document).",
    ),
    "export": LazyCommand(
        "export_command",
        "export",
        _CLOSES,
        "Xuất vùng phủ sóng, sổ đăng ký (hand the coverage or records on).",
    ),
    "sign": LazyCommand(
        "signature_command",
        "sign",
        _WRITES,
        "Ký số một tệp PDF theo PAdES (sign a PDF document).",
    ),
    "verify": LazyCommand(
        "signature_command",
        "verify",
        _WRITES,
        "Kiểm tra chữ ký số của một tệp PDF (judge the signatures of a PDF document).",
    ),
    "serve": LazyCommand(
        "serve_command",
        "serve",
        _SERVES,
        "Mở ứng dụng web của tỉnh (serve the province to browsers).",
    ),
    "worker": LazyCommand(
        "serve_command",
        "worker",
        _SERVES,
        "Chạy các việc nền của ứng dụng web (run the jobs of the web application).",
    ),
    "password": LazyCommand(
        "password_command",
        "password",
        _SERVES,
        "Đặt lại mật khẩu của một tài khoản (give an account a new password).",
    ),
    "backup": LazyCommand(
        "backup_command",
        "backup",
        _SERVES,
        "Sao lưu một tỉnh vào một tệp ZIP (keep all of a province in one ZIP file).",
    ),
    "restore": LazyCommand(
        "backup_command",
        "restore",
        _SERVES,
        "Khôi phục một tỉnh từ bản sao lưu (make a province of a backup).",
    ),
}


class _Commands(TyperGroup):
    """A group whose commands are imported when they are called."""

    _lists = False

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the names in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Return a command; in the list of commands only its name and line."""
        del ctx
        told = COMMANDS.get(cmd_name)
        if told is None:
            return None
        single = typer.Typer(add_completion=False)
        function = _nothing
        if not self._lists:
            module = import_module(f"hatangso.cli.{told.module}")
            function = getattr(module, told.function)
            # Modules stay: the collector need not look at them again and again.
            gc.freeze()
        single.command(
            name=cmd_name,
            help=told.line if self._lists else None,
            rich_help_panel=told.panel,
        )(function)
        return typer.main.get_command(single)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        self._lists = True
        try:
            super().format_help(ctx, formatter)
        finally:
            self._lists = False


def _nothing() -> None:
    """Stand for a command that is only listed."""


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    help="hatangso: quy hoạch, đo lường hạ tầng số cấp tỉnh"
    " (plan and measure a province's digital infrastructure).",
)


def _version(*, asked: bool) -> None:
    if asked:
        print(f"hatangso {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=lambda asked: _version(asked=asked), is_eager=True
        ),
    ] = False,
) -> None:
    del version
