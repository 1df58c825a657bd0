import os
import signal

import pytest

from pipeline.cli.signals import PatientStop, ended_like_ctrl_c


def send(number: signal.Signals) -> None:
    os.kill(os.getpid(), number)


def test_sigterm_becomes_ctrl_c() -> None:
    with pytest.raises(KeyboardInterrupt), ended_like_ctrl_c():
        send(signal.SIGTERM)


def test_after_the_block_sigterm_is_as_before() -> None:
    before = signal.getsignal(signal.SIGTERM)

    with ended_like_ctrl_c():
        pass

    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_amid_work_is_only_remembered(number: signal.Signals) -> None:
    with PatientStop().listening() as stop:
        send(number)

        assert stop.is_asked


def test_a_signal_while_waiting_breaks_in() -> None:
    with PatientStop().listening() as stop, pytest.raises(KeyboardInterrupt), stop.waiting():
        send(signal.SIGINT)


def test_a_signal_from_before_breaks_in_on_the_next_wait() -> None:
    with PatientStop().listening() as stop:
        send(signal.SIGINT)

        with pytest.raises(KeyboardInterrupt), stop.waiting():
            pass


def test_a_second_signal_breaks_in_at_once() -> None:
    with PatientStop().listening():
        send(signal.SIGINT)

        with pytest.raises(KeyboardInterrupt):
            send(signal.SIGINT)
