"""What is found in data. Codes are Frictionless's error types, and a few of ours."""

from __future__ import annotations

from opendata_cli.i18n import N_
from opendata_cli.views.messages.message import Message

_TYPE = N_("The cell does not hold what its column declares, so programs cannot compute with it.")
_TABLES = N_("CSV, XLSX, XLS and ODS files hold tables; so do a gzip or a zip of one of them.")
_CONSTRAINT = N_("The cell breaks a rule that the schema sets for its column.")
_EXCEL_CODES = N_(
    "A spreadsheet stores such a code as a number and loses its leading zeros: "
    "the file can no longer be joined with others."
)

_EXPORT = N_("Export the table from your software as CSV or XLSX, then try again.")
_NO_TABLE = {
    f"format-error:{reason}": Message(words, _TABLES, remedy)
    for reason, words, remedy in (
        ("pdf", N_("It is a PDF, not a table."), _EXPORT),
        ("image", N_("It is an image, not a table."), _EXPORT),
        (
            "html",
            N_("It is a web page, not a table."),
            N_("Download the file itself."),
        ),
        ("xml", N_("It is an XML file, not a table."), _EXPORT),
        ("json", N_("It is a JSON file, not a table."), _EXPORT),
        ("document", N_("It is a text document, not a table."), _EXPORT),
        ("parquet", N_("Parquet files are not read."), _EXPORT),
        ("sqlite", N_("It is a database, not a table."), _EXPORT),
        ("archive", N_("Archives of this kind are not read."), N_("Unpack it first.")),
        ("binary", N_("It is neither text nor a workbook."), _EXPORT),
        ("xlsb", N_("Binary Excel workbooks (.xlsb) are not read."), N_("Save it as .xlsx.")),
        ("old-workbook", N_("It is a workbook of Excel 5 or older."), N_("Save it as .xlsx.")),
        ("broken-workbook", N_("The workbook is damaged."), N_("Open and save it again.")),
        ("broken-archive", N_("The archive is damaged."), N_("Compress the file again.")),
        (
            "encrypted-workbook",
            N_("The workbook is protected by a password."),
            N_("Save it without a password, then try again."),
        ),
        (
            "encrypted-archive",
            N_("The archive is protected by a password."),
            N_("Compress the file again without a password."),
        ),
        (
            "archive-content",
            N_("The archive must hold one table, and holds {files} files."),
            N_("Compress the table alone, or name the files one by one."),
        ),
        (
            "workbook-bomb",
            N_("The workbook unpacks to more than 100 times its size, or over 2 GB: refused."),
            N_("Open it, delete the empty or repeated parts, and save it again."),
        ),
        (
            "archive-bomb",
            N_("The archive unpacks to more than 2 GB: refused."),
            N_("Split the table into several files."),
        ),
        (
            "too-wide",
            N_("The table has more than {limit} columns: refused."),
            N_("Check the separator, and that the line ends are there."),
        ),
        (
            "open-quote",
            N_("A quote opened at line {line} is never closed: the rest of the file is lost."),
            N_("Close the quote, or delete it if it is a sign of the text."),
        ),
        (
            "csv",
            N_("The text cannot be cut into cells at line {line}: {note}"),
            N_("Check the quotes around that line."),
        ),
    )
}

ISSUES = {
    # The file
    "encoding-error": Message(
        N_("The text cannot be decoded: line {line} holds bytes that are not {encoding}."),
        N_("The file mixes encodings or is damaged: accents would be lost."),
        N_("Save the file again as “CSV UTF-8”, or give --encoding."),
    ),
    "encoding-error:unknown": Message(
        N_("The text cannot be decoded: the file is not in the encoding expected."),
        N_("The file mixes encodings, is damaged, or is not a text."),
        N_("Save the file again as “CSV UTF-8”, or give --encoding."),
    ),
    "format-error": Message(
        N_("This is not a table: {note}"),
        _TABLES,
        N_("Export the table from your software as CSV or XLSX, then try again."),
    ),
    **_NO_TABLE,
    "source-error": Message(
        N_("There is nothing to read: the file is empty."),
        N_("The file is empty, or has no row."),
        N_("Check that the right file was sent, and whole."),
    ),
    "source-error:no-header": Message(
        N_("There is no header at row {header_rows}."),
        N_("The row said to be the header is blank, or is not there."),
        N_("Give the row that holds the column names, or let it be found."),
    ),
    "scheme-error": Message(
        N_("The file cannot be opened: {note}."),
        N_("The address of the file is of a kind that cannot be read."),
    ),
    "compression-error": Message(
        N_("The archive cannot be unpacked: {note}."),
        N_("The archive is damaged, or holds something else than one table."),
        N_("Unpack it, check the table, and compress it again."),
    ),
    # The header
    "blank-header": Message(
        N_("The header row is blank."),
        N_("Without column names nobody knows what the figures are."),
        N_("Put the column names on the first row."),
    ),
    "blank-label": Message(
        N_("Column {letter} has no name."),
        N_("A column without a name cannot be understood, nor checked."),
        N_("Name the column, or delete it if it is empty."),
    ),
    "duplicate-label": Message(
        N_("Two columns bear the name {label}."),
        N_("Two columns with one name cannot be told apart."),
        N_("Give each column a name of its own."),
    ),
    "label-ambiguous": Message(
        N_("Several columns could be {field}: {labels}."),
        N_("Several names of the file differ from a field of the schema only by case or accents."),
        N_("Keep one of them under the exact name {field}."),
    ),
    "missing-label:many": Message(
        N_("{count} columns are missing: {labels}."),
        N_("The schema names columns that the file has not."),
        N_("Add these columns; check that the schema is the right one."),
    ),
    "extra-label:many": Message(
        N_("{count} columns are not in the schema: {labels}."),
        N_("The file has columns that the schema does not describe; they are not checked."),
        N_("Remove them, or describe them in the schema."),
    ),
    "missing-label": Message(
        N_("The column {field} is missing."),
        N_("The schema names a column that the file has not."),
        N_("Add the column {field}, even empty if the schema does not require it to be filled."),
    ),
    "extra-label": Message(
        N_("The column {label} is not in the schema."),
        N_("The file has a column that the schema does not describe; its cells are not checked."),
        N_("Remove it, or describe it in the schema."),
    ),
    "incorrect-label": Message(
        N_("The column is named {label} where the schema has {field}."),
        N_("The names, or the order, of the columns are not those of the schema."),
        N_("Rename the column {field}, and keep the order of the schema."),
    ),
    "label-order": Message(
        N_("The columns are not in the order of the schema."),
        N_("Columns are found by their names, so their order does no harm."),
    ),
    "label-variant": Message(
        N_("The column {label} was read as {field}."),
        N_("The name differs from that of the schema by case, accents, spaces or dashes only."),
        N_("Write {field} exactly, so that every program finds it."),
    ),
    "banner": Message(
        N_("The header was found at row {header_row}: the rows above it were left out."),
        N_("Titles above the header are read by people; programs stumble on them."),
        N_("Keep titles and notes in another sheet, or in the description of the dataset."),
    ),
    # The rows
    "blank-row": Message(
        N_("Row {row} is blank."),
        N_("Blank rows hold no data; some programs stop reading at the first of them."),
        N_("Delete the blank rows."),
    ),
    "blank-row:many": Message(
        N_("Blank rows: {count} (the first one is row {first_row})."),
        N_("Blank rows hold no data; some programs stop reading at the first of them."),
        N_("Delete the blank rows."),
    ),
    "extra-cell": Message(
        N_("The row has more cells than there are columns."),
        N_("As a rule a separator inside a text, without quotes: the cells that follow it shift."),
        N_("Put the text that holds the separator between quotes."),
    ),
    "missing-cell": Message(
        N_("The row ends before this column."),
        N_("The row has fewer cells than there are columns: it may have been cut."),
        N_("Complete the row; a cell may be empty, but its separator must be there."),
    ),
    "primary-key": Message(
        N_("The same key as row {same_as}."),
        N_("The columns of the key tell rows apart; two rows that share it are often one, twice."),
        N_("Delete one of the rows, or correct its key."),
    ),
    "primary-key:empty": Message(
        N_("The key is empty."),
        N_("The columns of the key tell rows apart; a row without a key cannot be found again."),
        N_("Fill in the columns of the key."),
    ),
    "foreign-key": Message(
        N_("The value is not among those of the table it refers to."),
        N_("The row refers to something that the other table has not."),
        N_("Correct the value, or complete the other table."),
    ),
    "foreign-key-unchecked": Message(
        N_("The references to {resource} were not checked: that table was not given."),
        N_("The schema refers to another table, which only a manifest can give."),
        N_("Validate the manifest (datapackage.yaml) rather than the file alone."),
    ),
    "unique-error": Message(
        N_("{cell} stands already at row {same_as}, and each value may stand once."),
        N_("The schema says that no two rows share a value in this column."),
        N_("Correct one of the two rows."),
    ),
    "row-constraint": Message(
        N_("The row breaks a rule: {note}."),
        N_("A rule that joins several columns is not kept."),
    ),
    # The cells
    "type-error": Message(
        N_("{cell} is not of the type {type}."),
        _TYPE,
        N_("Write the value in the form that the schema expects."),
    ),
    "type-error:integer": Message(
        N_("{cell} is not a whole number."), _TYPE, N_("Write digits only, such as 1024.")
    ),
    "type-error:number": Message(
        N_("{cell} is not a number."), _TYPE, N_("Write digits with a point, such as 12.5.")
    ),
    "type-error:date": Message(
        N_("{cell} is not a date of the form expected."), _TYPE, N_("Write it as {form}.")
    ),
    "type-error:datetime": Message(
        N_("{cell} is not a date and time of the form expected."),
        _TYPE,
        N_("Write it as {form}."),
    ),
    "type-error:time": Message(
        N_("{cell} is not a time of day of the form expected."), _TYPE, N_("Write it as {form}.")
    ),
    "type-error:year": Message(
        N_("{cell} is not a year."), _TYPE, N_("Write four digits, such as 2024.")
    ),
    "type-error:boolean": Message(
        N_("{cell} is neither true nor false."), _TYPE, N_("Write true or false.")
    ),
    "type-error:string": Message(
        N_("{cell} is not a text of the form expected."),
        _TYPE,
        N_("In Excel, set the column to Text."),
    ),
    "constraint-error": Message(
        N_("{cell} breaks the rule {constraint} = {limit}."),
        _CONSTRAINT,
        N_("Correct the value."),
    ),
    "constraint-error:required": Message(
        N_("The cell is empty, and must be filled."), _CONSTRAINT, N_("Fill in the cell.")
    ),
    "constraint-error:enum": Message(
        N_("{cell} is not among the values allowed: {limit}."),
        _CONSTRAINT,
        N_("Choose one of the values allowed."),
    ),
    "constraint-error:pattern": Message(
        N_("{cell} has not the form expected."),
        _CONSTRAINT,
        N_("Write the value in the form of the schema, {form}."),
    ),
    "constraint-error:minimum": Message(
        N_("{cell} is below the least value allowed, {limit}."),
        _CONSTRAINT,
        N_("Correct the value."),
    ),
    "constraint-error:maximum": Message(
        N_("{cell} is above the greatest value allowed, {limit}."),
        _CONSTRAINT,
        N_("Correct the value."),
    ),
    "constraint-error:minLength": Message(
        N_("{cell} has fewer than {limit} characters."), _CONSTRAINT, N_("Complete the value.")
    ),
    "constraint-error:maxLength": Message(
        N_("{cell} has more than {limit} characters."), _CONSTRAINT, N_("Shorten the value.")
    ),
    "constraint-error:lost-zero": Message(
        N_("{cell} has lost its leading zero."),
        _EXCEL_CODES,
        N_("In Excel, set the column to Text, then type the code again."),
    ),
    "number-in-text": Message(
        N_("Column {field} is of texts and holds numbers, read as Excel shows them: {count}."),
        _EXCEL_CODES,
        N_("In Excel, set the column to Text."),
    ),
}
