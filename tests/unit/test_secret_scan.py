"""`make secrets` finds a secret, does not show it, and passes over what is known to be none."""

import secrets
import string
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LETTERS = string.ascii_letters + string.digits

pytestmark = pytest.mark.timeout(180)  # the first run on a machine makes the scanner's tables of patterns


@pytest.fixture
def token() -> str:
    """A token as a code host gives them, made up anew each time so that none stands in our files."""
    return "ghp" + "_" + "".join(secrets.choice(LETTERS) for _ in range(36))


def searched(folder: Path, known: Path = ROOT / "ops" / "secrets.yaml") -> subprocess.CompletedProcess[str]:
    command = ["make", "--no-print-directory", "secrets", f"SEARCHED={folder}", f"KNOWN={known}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_token_is_found_and_not_shown(token: str, tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text(f'TOKEN = "{token}"\n')
    done = searched(tmp_path)
    assert done.returncode != 0
    assert str(tmp_path / "settings.py") in done.stdout
    assert token not in done.stdout + done.stderr


def test_what_is_known_to_be_none_is_passed_over(token: str, tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text(f'TOKEN = "{token}"\n')
    (tmp_path / "known.yaml").write_text(f"filters:\n  skip_regex: ['{token[:12]}']\n")
    assert searched(tmp_path, tmp_path / "known.yaml").returncode == 0


def test_a_folder_without_secrets_passes(tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text('TOKEN = os.environ["TOKEN"]\n')
    assert searched(tmp_path).returncode == 0
