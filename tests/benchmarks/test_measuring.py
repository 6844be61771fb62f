import comments
import pytest
from rounds import alternating, ratio
from standard_interview import COMMENTS, SEGMENTS, standard_interview


def test_contenders_are_measured_in_turn_and_every_other_round_the_other_way_round():
    asked = []

    def contender(name):
        return lambda: asked.append(name) or len(asked)

    measured = alternating({"one": contender("one"), "two": contender("two")}, rounds=3)
    assert asked == ["one", "two", "two", "one", "one", "two"]
    assert measured == {"one": [1, 4, 5], "two": [2, 3, 6]}


def test_a_ratio_is_the_median_of_the_rounds_own():
    assert ratio([90, 10, 40], [100, 20, 50]) == 0.8


def test_the_standard_interview_is_as_large_as_it_is_said_to_be_and_the_same_every_time():
    document = standard_interview()
    assert (len(document.segments), len(document.comments)) == (SEGMENTS, COMMENTS)
    assert document == standard_interview()
    longer = standard_interview(segments=40, comments=0)
    assert (len(longer.segments), len(longer.comments)) == (40, 0)


def test_each_comment_that_is_sent_comes_from_a_network_of_its_own():
    def network(number):
        request = comments.request_of(number, "stamp", "Words.").decode()
        return request.split("X-Forwarded-For: ")[1].split("\r\n")[0].rpartition(".")[0]

    numbers = [*range(1_000, 2_000), *range(300_000, 301_000)]
    assert len({network(number) for number in numbers}) == len(numbers)


@pytest.mark.parametrize(
    ("answer", "whole"),
    [
        (b"HTTP/1.1 303 See Other\r\nContent-Length: 0\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwords", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nword", False),
        (b"HTTP/1.1 200 OK\r\nContent-Len", False),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n0\r\n\r\n", True),
    ],
)
def test_an_answer_is_whole_when_its_body_is(answer, whole):
    assert comments.is_whole(answer) is whole
