"""Background jobs: one that fails is logged and begun again with a growing wait, and ends nothing else."""

from __future__ import annotations

import asyncio

from structlog.testing import capture_logs

from bot.runtime.supervisor import JobState, Supervisor


async def test_a_job_that_fails_is_begun_again_later_each_time_and_logged() -> None:
    jobs, begun = Supervisor(first=0.001, longest=0.004), 0

    async def job() -> None:
        nonlocal begun
        begun += 1
        if begun <= 5:
            raise ValueError("Asha's words")

    with capture_logs() as logs:
        async with asyncio.timeout(20):
            await jobs.run("sweep", job)
    assert begun == 6
    failed = [line for line in logs if line["event"] == "job_failed"]
    assert [line["job"] for line in failed] == ["sweep"] * 5
    assert [line["again_in"] for line in failed] == [0.001, 0.002, 0.004, 0.004, 0.004]
    assert jobs.states == {"sweep": JobState("ended", 5, "ValueError")}


async def test_one_that_was_well_for_long_begins_with_the_first_wait_again() -> None:
    jobs, begun = Supervisor(first=0.001, longest=1, well=0), 0

    async def job() -> None:
        nonlocal begun
        begun += 1
        if begun <= 4:
            raise OSError

    with capture_logs() as logs:
        await jobs.run("content", job)
    assert [line["again_in"] for line in logs] == [0.001] * 4


async def test_a_fault_of_one_ends_no_other_and_is_shown() -> None:
    jobs, going, failed = Supervisor(first=60), asyncio.Event(), asyncio.Event()

    async def good() -> None:
        await failed.wait()
        going.set()
        await asyncio.Event().wait()

    async def bad() -> None:
        try:
            raise RuntimeError("with somebody's words")
        finally:
            failed.set()

    tasks = [asyncio.create_task(jobs.run(name, job)) for name, job in (("good", good), ("bad", bad))]
    async with asyncio.timeout(20):
        await going.wait()
        while jobs.states["bad"].state != "waiting":
            await asyncio.sleep(0.01)
    assert jobs.states["good"].state == "running"
    assert jobs.troubles() == ["the job 'bad' failed (RuntimeError) and is begun again shortly"]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
