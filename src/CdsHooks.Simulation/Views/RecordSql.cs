using System.Text;
using CdsHooks.Fhir.Terminology;

namespace CdsHooks.Simulation.Views;

/// <summary>Writes the SQL, of DuckDB, that joins the tables of the views to the records that each criterion reads.</summary>
/// <param name="names">The names of tables.</param>
/// <param name="types">The resource types that are read.</param>
internal sealed class RecordSql(ViewNames names, IReadOnlyList<ResourceElements> types)
{
    /// <summary>The file of the SQL.</summary>
    public const string File = "criterion_records.sql";

    private const string Union = "\nUNION ALL\n";

    private readonly string _codes = names.Of("value_set_code");
    private readonly string _systems = names.Of("code_system");
    private readonly string _inputs = names.Of("criterion_input");
    private readonly string _resources = names.Of("resource");
    private readonly string _codings = names.Of("coding");
    private readonly string _known = names.Of("known_coding");
    private readonly string _members = names.Of("member_coding");

    /// <summary>Gets the name of the view with the records of each criterion.</summary>
    public string Records => names.Of("criterion_record");

    /// <summary>Writes the SQL.</summary>
    public string Write() => new StringBuilder()
        .Append(Comment("The records of each criterion, for DuckDB. Run it in the folder of these files, after each view has become a table of its name."))
        .Append(Load(_codes, CodeTables.Codes, "value_set VARCHAR, system VARCHAR, code VARCHAR, is_prefix BOOLEAN, is_excluded BOOLEAN, display VARCHAR"))
        .Append(Load(_systems, CodeTables.Systems, "spelling VARCHAR, system VARCHAR, form VARCHAR"))
        .Append(Load(_inputs, CriterionReading.File, "criterion VARCHAR, title VARCHAR, kind VARCHAR, input INTEGER, role VARCHAR, source VARCHAR, resource_type VARCHAR, view VARCHAR, filter INTEGER, filters INTEGER, element VARCHAR, value_set VARCHAR, lookback_months INTEGER, lookback_days INTEGER, words VARCHAR, is_for_unread BOOLEAN, parameters VARCHAR"))
        .Append(Comment("Every resource, with its first and last day as they were given: a year, a month, a day or an instant."))
        .Append(View(_resources, string.Join(Union, Charted.Select(Resources))))
        .Append(Comment("Every coding, with those of the resources that another one refers to. A question of a questionnaire has a code and no system."))
        .Append(View(_codings, string.Join(Union, Charted.SelectMany(Codings))))
        .Append(Comment("Systems by their canonical, and codes in the form in which they are compared."))
        .Append(View(_known, KnownCodings()))
        .Append(Comment("The value sets of each coding. The code itself decides before any beginning, and a longer beginning before a shorter one."))
        .Append(View(_members, MemberCodings()))
        .Append(Comment("The records that the filters of an input find. Whether one counts, the engine judges: status, body site, performer, date and value are not looked at here."))
        .Append(View(Records, CriterionRecords()))
        .ToString();

    private IEnumerable<ResourceElements> Charted => types.Where(elements => elements is { Patient: not null });

    private static string Comment(string text) => $"-- {text}\n";

    private static string View(string name, string query) => $"CREATE OR REPLACE VIEW {name} AS\n{query};\n\n";

    private static string Load(string table, string file, string columns)
    {
        var typed = string.Join(", ", columns.Split(", ").Select(column => column.Split(' ')).Select(column => $"{column[0]}: '{column[1]}'"));
        return $"CREATE OR REPLACE TABLE {table} AS\nSELECT * FROM read_csv('{file}', header = true, delim = ',', quote = '\"', escape = '\"', columns = {{{typed}}});\n\n";
    }

    private string Resources(ResourceElements elements)
    {
        var started = elements.Started ?? "CAST(NULL AS VARCHAR)";
        var ended = elements.Ended is { } end ? $"coalesce({end}, {started})" : started;
        return $"SELECT '{elements.Type}' AS resource_type, resource_key, patient_key, {elements.Status ?? "CAST(NULL AS VARCHAR)"} AS status, {started} AS started, {ended} AS ended FROM {Table(elements.Type, ViewNames.Whole)}";
    }

    private IEnumerable<string> Codings(ResourceElements elements)
    {
        if (elements.Coded.Count > 0)
        {
            yield return $"SELECT '{elements.Type}' AS resource_type, resource_key, element, system, code, display, text FROM {Table(elements.Type, ViewNames.Code)}";
        }

        if (elements.Type is "QuestionnaireResponse")
        {
            yield return $"SELECT DISTINCT '{elements.Type}', resource_key, '{ViewNames.Item}', CAST(NULL AS VARCHAR), link_id, CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR) FROM {Table(elements.Type, ViewNames.Item)}";
        }

        foreach (var reference in elements.References.Where(reference => reference.ReadAs is not null))
        {
            foreach (var target in reference.Targets)
            {
                yield return Referred(elements.Type, reference, target, string.Empty);
            }

            if (reference.Targets.Contains("Medication", StringComparer.Ordinal))
            {
                // A product names its ingredients, which may be resources of their own.
                yield return Referred(elements.Type, reference, "Medication", $" JOIN {Table("Medication", ViewNames.Reference)} AS i ON i.resource_key = r.{ViewNames.KeyOf("Medication")}");
            }
        }
    }

    private string Referred(string type, ReferringElement reference, string target, string between)
    {
        var from = between.Length > 0 ? "i" : "r";
        var own = string.Equals(target, "Condition", StringComparison.Ordinal) ? " AND c.element = 'code'" : string.Empty;
        return $"SELECT '{type}', r.resource_key, r.element, c.system, c.code, c.display, c.text FROM {Table(type, ViewNames.Reference)} AS r{between} JOIN {Table(target, ViewNames.Code)} AS c ON c.resource_key = {from}.{ViewNames.KeyOf(target)}{own} WHERE r.element = '{reference.Name}'";
    }

    private string KnownCodings() => $"""
        WITH spelled AS (
          SELECT * REPLACE (trim(code, E' \t\r\n') AS code), code AS code_as_sent, lower(split_part(trim(system, E' \t\r\n'), '|', 1)) AS spelling FROM {_codings}
        ), known AS (
          SELECT c.*, s.system AS known_system, s.form
          FROM spelled AS c JOIN {_systems} AS s
            ON s.spelling = CASE WHEN regexp_matches(c.spelling, '^https?://snomed\.info/sct/') THEN '{CodeSystems.Snomed}' ELSE c.spelling END
          UNION ALL
          SELECT c.*, s.system, s.form
          FROM spelled AS c CROSS JOIN (SELECT DISTINCT system, form FROM {_systems}) AS s
          WHERE c.element = '{ViewNames.Item}'
        )
        SELECT resource_type, resource_key, element, system, code_as_sent AS code, display, text, known_system,
          CASE form
            WHEN 'exact' THEN code
            WHEN 'icd10-cm' THEN CASE WHEN length(code) > 3 AND NOT contains(code, '.') THEN upper(left(code, 3) || '.' || substr(code, 4)) ELSE upper(code) END
            WHEN 'cpt' THEN regexp_replace(upper(code), '^(.{"{5}"})(-[A-Z0-9]{"{2}"})+$', '\1')
            ELSE upper(code)
          END AS known_code
        FROM known WHERE code <> ''
        """;

    private string MemberCodings() => $"""
        WITH matched AS (
          SELECT c.*, v.value_set, v.is_prefix, v.is_excluded, length(v.code) AS code_length
          FROM {_known} AS c JOIN {_codes} AS v ON v.system = c.known_system AND v.code = c.known_code AND NOT v.is_prefix
          UNION ALL
          SELECT c.*, v.value_set, v.is_prefix, v.is_excluded, length(v.code)
          FROM {_known} AS c JOIN {_codes} AS v ON v.system = c.known_system AND v.is_prefix AND starts_with(c.known_code, v.code)
        ), decided AS (
          SELECT *, row_number() OVER (
            PARTITION BY resource_type, resource_key, element, system, code, display, text, known_system, value_set
            ORDER BY is_prefix, code_length DESC, is_excluded) AS place
          FROM matched
        )
        SELECT resource_type, resource_key, element, system, code, display, text, value_set FROM decided WHERE place = 1 AND NOT is_excluded
        """;

    private string CriterionRecords() => $"""
        WITH reads (resource_type, element, path) AS (VALUES
          {string.Join(",\n  ", Charted.SelectMany(Reads))}
        ), found AS (
          SELECT f.*, m.resource_key, m.element AS found_in, m.system, m.code, m.display, m.text
          FROM {_inputs} AS f
          JOIN reads ON reads.resource_type = f.resource_type AND reads.path = f.element
          JOIN {_members} AS m ON m.resource_type = reads.resource_type AND m.element = reads.element AND m.value_set = f.value_set
        ), complete AS (
          SELECT criterion, input, resource_key FROM found GROUP BY criterion, input, resource_key, filters HAVING count(DISTINCT filter) = filters
        )
        SELECT f.criterion, f.title, f.input, f.role, f.source, f.resource_type, f.resource_key, r.patient_key, r.status, r.started, r.ended,
          try_cast(left(r.started, 10) || right('-01-01', 10 - least(length(r.started), 10)) AS DATE) AS first_day,
          CASE length(r.ended)
            WHEN 4 THEN try_cast(r.ended || '-12-31' AS DATE)
            WHEN 7 THEN last_day(try_cast(r.ended || '-01' AS DATE))
            ELSE try_cast(left(r.ended, 10) AS DATE)
          END AS last_day,
          f.found_in, f.system, f.code, f.display, f.text, f.value_set, f.lookback_months, f.lookback_days
        FROM found AS f
        JOIN complete USING (criterion, input, resource_key)
        JOIN {_resources} AS r ON r.resource_type = f.resource_type AND r.resource_key = f.resource_key
        """;

    private static IEnumerable<string> Reads(ResourceElements elements)
    {
        var read = elements.Coded.Select(coded => (coded.Name, coded.ReadAs)).Concat(elements.References.Select(reference => (reference.Name, reference.ReadAs)));
        if (elements.Type is "QuestionnaireResponse")
        {
            read = read.Append((ViewNames.Item, "code"));
        }

        return read.Where(element => element.ReadAs is not null).Distinct().Select(element => $"('{elements.Type}', '{element.Name}', '{element.ReadAs}')");
    }

    private string Table(string type, string part) => names.Of(type, part);
}
