"""Files that people give as lists of partners: right ones, and those that are to be refused."""

import csv
import struct
import zipfile
from io import BytesIO, StringIO

from openpyxl import Workbook

HEAD = ["Organisme", "Type d'organisme", "Heures par mois", "Présences", "En poste depuis"]
ROWS = [
    ["CLSC du Moulin", "CLSC", "8,5", "8/10", "2021"],
    ["Maison des jeunes", "Maison des jeunes", "6", "35 %", "3 ans"],
    ["Table du Moulin", "Table de quartier", "20 h", "10", "2015-03-01"],
]


def csv_text(separator=";", head=HEAD, rows=ROWS, title=""):
    kept = StringIO(newline="")
    csv.writer(kept, delimiter=separator).writerows([head, *rows])
    return title + kept.getvalue()


def workbook(rows, title="Partenaires", change=None):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change is not None:
        change(book, sheet)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def with_macros(content):
    kept = BytesIO(content)
    with zipfile.ZipFile(kept, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macros")
    return kept.getvalue()


ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
PICTURE = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(64)
