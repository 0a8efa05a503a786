"""The rule that tells captions from paragraphs."""

import time

import pytest

from archive_tui.ingest.captions import ENOUGH, find_captions, photo_of, score, separate
from archive_tui.model import Photo

LONG = (
    "Hội nghị đã nghe báo cáo kết quả công tác năm qua và thảo luận phương hướng năm tới. Các ý "
    "kiến tập trung vào việc giữ gìn nền nếp sinh hoạt, chăm lo đời sống của bà con trong xã và "
    "chuẩn bị cho vụ sản xuất sắp đến với nhiều việc phải làm ngay trong quý đầu."
)


@pytest.mark.parametrize(
    "line",
    [
        "Đồng chí Bí thư Đảng ủy xã phát biểu chỉ đạo hội nghị.",
        "Đồng chí Chủ tịch Hội đồng tặng hoa chúc mừng hội nghị",
        "Quang cảnh buổi gặp mặt.",
        "Toàn cảnh lễ khai giảng năm học mới",
        "Các đại biểu dự lễ chụp ảnh lưu niệm",
        "Bà con thôn Đông gặt lúa chạy lụt. Ảnh: Đ.T",
        "Cánh đồng mạ đầu vụ (Ảnh: Văn Bách)",
        "Nhà văn hóa thôn Đoài (ảnh).",
        "Lãnh đạo xã trao quà cho các gia đình",
        "Chị Lan (thứ hai từ trái sang) cùng các bạn học lớp bốn",
    ],
)
def test_a_short_line_that_shows_a_scene_is_a_caption(line: str) -> None:
    found = list(find_captions([LONG, line, LONG]))
    assert [caption.line for caption in found] == [1]
    assert found[0].guessed


@pytest.mark.parametrize(
    "line",
    [
        # A paragraph without a full stop, but with the structure of a report.
        "Với hơn một trăm tổ chức trực thuộc, trong năm các cấp đã hoàn thành tốt nhiệm vụ đề ra",
        "Tại buổi làm việc, các đại biểu phát biểu ý kiến.",
        "Phát biểu kết luận, đồng chí Chủ tịch trao đổi thêm về kế hoạch.",
        "Đồng chí Bí thư nhấn mạnh việc này cần làm sớm.",
        "Ông cho biết xã sẽ làm đường mới.",
        "Mở rộng vùng trồng rau",
        "- Đồng chí Chủ tịch trao quà",
        "1. Lãnh đạo xã trao quà cho các gia đình",
        "Ảnh: Văn Bách",
        "Trong ảnh:",
        "Tác giả: Văn Bách",
        "VĂN BÁCH",
        LONG,
    ],
)
def test_a_line_of_the_report_itself_is_no_caption(line: str) -> None:
    assert list(find_captions([LONG, line, LONG])) == []


def test_the_line_after_a_picture_mark_is_a_caption_and_not_guessed() -> None:
    body = separate([LONG, "[img]", "Đàn trâu về", LONG, "[IMG]", "[img]", "Cổng làng", "Hết."])
    assert body.paragraphs == (LONG, LONG, "Hết.")
    assert body.photos == (Photo("Đàn trâu về", after=1), Photo("Cổng làng", after=2))


@pytest.mark.parametrize("line", ["---", "1. Thành lập xã mới trên cơ sở xã cũ.", LONG * 2])
def test_a_picture_mark_does_not_make_everything_a_caption(line: str) -> None:
    assert separate(["[img]", line, LONG]).photos == ()


def test_on_a_page_that_marks_its_pictures_an_unmarked_caption_needs_a_credit() -> None:
    scene, credited = "Quang cảnh hội nghị đầu năm", "Quang cảnh hội nghị. Ảnh: V.B"
    body = separate(["[img]", "Cổng làng", LONG, scene, LONG, credited, LONG])
    assert [photo.caption for photo in body.photos] == ["Cổng làng", "Quang cảnh hội nghị."]
    assert [photo.guessed for photo in body.photos] == [False, True]


def test_a_caption_follows_the_paragraph_before_it() -> None:
    scene = "Quang cảnh buổi lễ khai mạc"
    body = separate([scene, LONG, LONG, scene])
    assert [photo.after for photo in body.photos] == [0, 2]
    assert body.paragraphs == (LONG, LONG)


@pytest.mark.parametrize(
    ("printed", "caption", "credit"),
    [
        ("Cổng làng. Ảnh: N.H", "Cổng làng.", "N.H"),
        ("Cổng làng - Ảnh: VĂN BÁCH", "Cổng làng", "VĂN BÁCH"),
        ("Cổng làng. (Ảnh: Văn Bách/TTX)", "Cổng làng.", "Văn Bách/TTX"),
        ("Cổng làng (ảnh: Văn Bách).", "Cổng làng", "Văn Bách"),
        ("Cổng làng. Nguồn ảnh: Thư viện tỉnh.", "Cổng làng.", "Thư viện tỉnh"),
        ("Ảnh: N.H", "Ảnh: N.H", None),
        ("Cổng làng", "Cổng làng", None),
        ("Ba hình ảnh: cổng, đình, chùa", "Ba hình ảnh: cổng, đình, chùa", None),
    ],
)
def test_a_credit_is_taken_apart_from_its_caption(
    printed: str, caption: str, credit: str | None
) -> None:
    assert photo_of(printed, after=0) == Photo(caption, credit=credit)


def test_lines_around_it_that_are_no_longer_speak_against_a_caption() -> None:
    line = "Đồng chí Bí thư phát biểu."
    assert score(line, shadowed=True) >= ENOUGH > score(line, shadowed=False)
    assert list(find_captions([line, line])) == []


@pytest.mark.parametrize(
    "line", ["." * 400_000, "Ảnh:" * 100_000, "(" * 400_000, "- " * 200_000, "a" * 400_000]
)
def test_a_monstrous_line_is_passed_over_quickly(line: str) -> None:
    begun = time.perf_counter()
    assert separate([LONG, line, LONG]).photos == ()
    photo_of(line, after=0)
    assert time.perf_counter() - begun < 2
