"""The record of a class: what was handed in and what every call did, in one SQLite file.

Rows are written as they arrive (``grader.classroom.arrivals``), so that a batch that is stopped at any moment goes on
where it was. A hand-in's observations lie under a hash of its files and of the environment they ran in: a changed file
or another interpreter is looked at again, and nothing is run twice.
"""

import hashlib
import json
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from grader.classroom.work import hand_in_from_plain, hand_in_to_plain
from grader.intake import HandIn
from grader.marking import (
    decode_submission,
    encode_submission,
    pack_loading,
    pack_observation,
    unpack_loading,
    unpack_observation,
)
from grader.model.errors import UsageError
from grader.model.probe import Loading, Observation
from grader.model.report import Override, Penalty
from grader.model.submission import Submission
from grader.model.verdict import partial

FILE_NAME = "observations.sqlite"
ROSTER = "roster"
"""The setting under which a class's list of students is kept."""
PARTIAL = "partial"
"""The setting that says that the class is a part of one."""
_VERSION = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS hand_ins (
    name TEXT PRIMARY KEY, submission_hash TEXT NOT NULL, submission BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS loadings (
    submission_hash TEXT, environment TEXT, functions TEXT, loading BLOB NOT NULL,
    PRIMARY KEY (submission_hash, environment, functions)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS observations (
    submission_hash TEXT, environment TEXT, probe_key TEXT, observation BLOB NOT NULL,
    PRIMARY KEY (submission_hash, environment, probe_key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marks (
    name TEXT, rubric TEXT, criterion TEXT, credit TEXT NOT NULL, marked_by TEXT NOT NULL, marked_at TEXT NOT NULL,
    reason TEXT NOT NULL, PRIMARY KEY (name, rubric, criterion)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS origins (name TEXT PRIMARY KEY, origin TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS penalties (
    name TEXT, rubric TEXT, id TEXT, points TEXT NOT NULL, reason TEXT NOT NULL, given_by TEXT NOT NULL,
    PRIMARY KEY (name, rubric, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS judgements (
    name TEXT, rubric TEXT, digest TEXT NOT NULL, row TEXT NOT NULL, verdicts BLOB NOT NULL, PRIMARY KEY (name, rubric)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class RecordedHandIn:
    """A hand-in as the record has it."""

    name: str
    submission_hash: str
    submission: Submission


@dataclass(frozen=True, slots=True)
class RawRecord:
    """What running a hand-in showed, as the bytes that the record holds: enough to tell whether anything changed."""

    environment: str = ""
    loading: bytes | None = None
    observations: tuple[tuple[str, bytes], ...] = ()
    """By the calls' keys, in order."""

    def pieces(self) -> Iterator[str | bytes]:
        """Yield all of it, to be hashed."""
        yield self.environment
        yield self.loading or b""
        for key, observation in self.observations:
            yield key
            yield observation


@dataclass(frozen=True, slots=True)
class KeptJudgement:
    """What judging a hand-in by a rubric led to; see ``grader.classroom.judgements``."""

    digest: str
    row: str
    verdicts: bytes


def submission_hash(submission: Submission) -> str:
    """Return a hash of everything that running a hand-in can depend on: its files' paths, kinds and bytes."""
    digest = hashlib.sha256()
    for artifact in submission.artifacts:
        digest.update(f"{artifact.path}\x1f{artifact.kind}\x1f{artifact.sha256}\x1e".encode(errors="surrogatepass"))
    for data_file in submission.data_files:
        digest.update(f"{data_file.path}\x1f{data_file.sha256}\x1e".encode(errors="surrogatepass"))
    return digest.hexdigest()


class Store:
    """One connection to a class's record; each process opens its own."""

    def __init__(self, folder: Path, *, must_exist: bool = False) -> None:
        path = folder / FILE_NAME
        if must_exist and not path.is_file():
            msg = f"{folder} holds no record ({FILE_NAME}); was it made by `grader batch`?"
            raise UsageError(msg)
        folder.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=60.0, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        with closing(self._connection.execute("PRAGMA user_version")) as cursor:
            version = int(cursor.fetchone()[0])
        if version not in {0, _VERSION}:
            msg = f"{path} was written by another version of this program (record version {version})"
            raise UsageError(msg)
        self._connection.executescript(_TABLES)
        self._connection.execute(f"PRAGMA user_version = {_VERSION}")

    @contextmanager
    def _transaction(self) -> Generator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def put_hand_in(self, submission: Submission) -> str:
        """Record a hand-in under its name and return its hash."""
        key = submission_hash(submission)
        self._connection.execute(
            "INSERT INTO hand_ins VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
            " submission_hash = excluded.submission_hash, submission = excluded.submission",
            (submission.id, key, encode_submission(submission)),
        )
        return key

    def hand_ins(self) -> tuple[str, ...]:
        """Return the recorded hand-ins' names, in order."""
        rows = self._connection.execute("SELECT name FROM hand_ins ORDER BY name")
        return tuple(name for (name,) in rows)

    def hand_in(self, name: str) -> RecordedHandIn | None:
        """Return one recorded hand-in, or None."""
        row = self._connection.execute(
            "SELECT submission_hash, submission FROM hand_ins WHERE name = ?", (name,)
        ).fetchone()
        return RecordedHandIn(name, row[0], decode_submission(row[1])) if row else None

    def forget_hand_ins(self, names: Iterable[str]) -> None:
        """Take hand-ins out of the class; what was observed of their files stays, should they come back."""
        gone = [(name,) for name in names]
        self._connection.executemany("DELETE FROM hand_ins WHERE name = ?", gone)
        self._connection.executemany("DELETE FROM origins WHERE name = ?", gone)

    def put_loading(self, key: str, environment: str, functions: tuple[str, ...], loading: Loading) -> None:
        """Record what loading a hand-in showed."""
        self._connection.execute(
            "INSERT OR REPLACE INTO loadings VALUES (?, ?, ?, ?)",
            (key, environment, "\n".join(functions), pack_loading(loading)),
        )

    def loading(self, key: str, environment: str, functions: tuple[str, ...]) -> Loading | None:
        """Return what loading showed, if it was recorded for these functions."""
        row = self._connection.execute(
            "SELECT loading FROM loadings WHERE submission_hash = ? AND environment = ? AND functions = ?",
            (key, environment, "\n".join(functions)),
        ).fetchone()
        return unpack_loading(row[0]) if row else None

    def put_observations(self, key: str, environment: str, observations: Iterable[Observation]) -> None:
        """Record what some calls did, all or none; the first record of a call stands."""
        rows = [(key, environment, each.probe_key, pack_observation(each)) for each in observations]
        with self._transaction():
            self._connection.executemany("INSERT OR IGNORE INTO observations VALUES (?, ?, ?, ?)", rows)

    def observations(self, key: str, environment: str) -> dict[str, Observation]:
        """Return every recorded observation of a hand-in, by probe key."""
        rows = self._connection.execute(
            "SELECT probe_key, observation FROM observations WHERE submission_hash = ? AND environment = ?",
            (key, environment),
        )
        return {probe_key: unpack_observation(data) for probe_key, data in rows}

    def raw_record(self, key: str, environment: str, functions: tuple[str, ...] | None = None) -> RawRecord:
        """Return what running a hand-in showed, undecoded.

        Args:
            key: the hand-in's hash.
            environment: that it ran in.
            functions: that loading was to find; None: the most that it was asked for.
        """
        loading = self._connection.execute(
            "SELECT loading FROM loadings WHERE submission_hash = ? AND environment = ?"
            " AND functions = ifnull(?, functions) ORDER BY length(functions) DESC LIMIT 1",
            (key, environment, None if functions is None else "\n".join(functions)),
        ).fetchone()
        observations = self._connection.execute(
            "SELECT probe_key, observation FROM observations WHERE submission_hash = ? AND environment = ?"
            " ORDER BY probe_key",
            (key, environment),
        )
        return RawRecord(environment, loading[0] if loading else None, tuple(observations))

    def judgement(self, name: str, rubric: str) -> KeptJudgement | None:
        """Return what judging a hand-in led to the last time, or None."""
        found = self._connection.execute(
            "SELECT digest, row, verdicts FROM judgements WHERE name = ? AND rubric = ?", (name, rubric)
        ).fetchone()
        return KeptJudgement(*found) if found else None

    def put_judgement(self, name: str, rubric: str, kept: KeptJudgement) -> None:
        """Keep what judging a hand-in led to; the last time counts."""
        self._connection.execute(
            "INSERT OR REPLACE INTO judgements VALUES (?, ?, ?, ?, ?)",
            (name, rubric, kept.digest, kept.row, kept.verdicts),
        )

    def environments(self, key: str) -> tuple[str, ...]:
        """Return the environments that a hand-in was run in, the one with the most observations first."""
        rows = self._connection.execute(
            "SELECT environment FROM loadings LEFT JOIN observations USING (submission_hash, environment)"
            " WHERE submission_hash = ? GROUP BY environment ORDER BY count(probe_key) DESC, environment",
            (key,),
        )
        return tuple(environment for (environment,) in rows)

    def put_mark(self, name: str, rubric: str, criterion: str, override: Override) -> None:
        """Record a person's mark; a later one replaces it."""
        self._connection.execute(
            "INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                name,
                rubric,
                criterion,
                str(override.verdict.credit),
                override.by,
                override.at.isoformat(),
                override.reason,
            ),
        )

    def forget_mark(self, name: str, rubric: str, criterion: str) -> None:
        """Take a person's mark back: the machine's verdict counts again."""
        self._connection.execute(
            "DELETE FROM marks WHERE name = ? AND rubric = ? AND criterion = ?", (name, rubric, criterion)
        )

    def marks(self, name: str, rubric: str) -> dict[str, Override]:
        """Return the persons' marks of a hand-in, by criterion."""
        rows = self._connection.execute(
            "SELECT criterion, credit, marked_by, marked_at, reason FROM marks WHERE name = ? AND rubric = ?",
            (name, rubric),
        )
        return {
            criterion: Override(by, datetime.fromisoformat(at), reason, partial(Fraction(credit)))
            for criterion, credit, by, at, reason in rows
        }

    def put_penalty(self, name: str, rubric: str, penalty_id: str, penalty: Penalty, by: str) -> None:
        """Record points that a person takes off; a later one of the same id replaces it."""
        self._connection.execute(
            "INSERT OR REPLACE INTO penalties VALUES (?, ?, ?, ?, ?, ?)",
            (name, rubric, penalty_id, str(penalty.points), penalty.detail, by),
        )

    def forget_penalty(self, name: str, rubric: str, penalty_id: str) -> None:
        """Take a person's penalty back."""
        self._connection.execute(
            "DELETE FROM penalties WHERE name = ? AND rubric = ? AND id = ?", (name, rubric, penalty_id)
        )

    def penalties(self, name: str, rubric: str) -> tuple[Penalty, ...]:
        """Return what persons take off a hand-in."""
        rows = self._connection.execute(
            "SELECT points, reason FROM penalties WHERE name = ? AND rubric = ? ORDER BY id", (name, rubric)
        )
        return tuple(Penalty("staff", Fraction(points), reason) for points, reason in rows)

    def put_origins(self, hand_ins: Iterable[HandIn]) -> None:
        """Record where hand-ins come from: authors, times, groups, marks of lateness."""
        rows = [(each.name, json.dumps(hand_in_to_plain(each))) for each in hand_ins]
        with self._transaction():
            self._connection.executemany("INSERT OR REPLACE INTO origins VALUES (?, ?)", rows)

    def origins(self) -> tuple[HandIn, ...]:
        """Return where the class's hand-ins come from, in order of name; a hand-in without any word has its name."""
        rows = self._connection.execute(
            "SELECT name, origin FROM (SELECT name FROM hand_ins UNION SELECT name FROM origins)"
            " LEFT JOIN origins USING (name) ORDER BY name"
        )
        return tuple(hand_in_from_plain(json.loads(origin)) if origin else HandIn(name, ()) for name, origin in rows)

    def put_settings(self, values: Mapping[str, str]) -> None:
        """Remember how the class was graded."""
        self._connection.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?)", list(values.items()))

    def settings(self) -> dict[str, str]:
        """Return how the class was graded."""
        return dict(self._connection.execute("SELECT key, value FROM settings"))

    def absorb(self, folder: Path) -> int:
        """Copy another class's record into this one and return how many hand-ins it held.

        Raises:
            UsageError: when a hand-in of that name with other files is here already.
        """
        other = Store(folder, must_exist=True)
        other.close()
        self._connection.execute("ATTACH DATABASE ? AS other", (str(folder / FILE_NAME),))
        try:
            clashes = self._connection.execute(
                "SELECT name FROM hand_ins JOIN other.hand_ins AS theirs USING (name)"
                " WHERE hand_ins.submission_hash <> theirs.submission_hash"
            ).fetchall()
            if clashes:
                msg = f"{folder}: other files were handed in under the same name: {', '.join(n for (n,) in clashes)}"
                raise UsageError(msg)
            with self._transaction():
                for table in ("hand_ins", "loadings", "observations", "marks", "penalties", "origins"):
                    copy = f"INSERT OR IGNORE INTO {table} SELECT * FROM other.{table}"  # noqa: S608  # fixed names
                    self._connection.execute(copy)
                self._connection.execute(
                    "INSERT OR IGNORE INTO settings SELECT * FROM other.settings WHERE key = ?", (ROSTER,)
                )
            return int(self._connection.execute("SELECT count(*) FROM other.hand_ins").fetchone()[0])
        finally:
            self._connection.execute("DETACH DATABASE other")
