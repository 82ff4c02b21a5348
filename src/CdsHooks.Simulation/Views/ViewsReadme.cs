using System.Text;
using CdsHooks.Simulation.Runs;

namespace CdsHooks.Simulation.Views;

/// <summary>Writes the page that says what the files are, of which rules, how they are used and what they do not say.</summary>
/// <param name="rules">The rules.</param>
/// <param name="names">The names of tables.</param>
/// <param name="records">The view with the records of each criterion.</param>
internal sealed class ViewsReadme(SimulatedSide rules, ViewNames names, string records)
{
    /// <summary>The file of the page.</summary>
    public const string File = "README.md";

    /// <summary>Writes the page.</summary>
    public string Of(IReadOnlyList<ViewDefinition> views)
    {
        var page = new StringBuilder($"""
            # {names.Title}: what each criterion reads

            Made by `cdshooks simulate views`. Change the rules and make it again, rather than these files.

            - Plan: `{rules.Identity.Plan}`
            - Site parameters: `{rules.Identity.SiteParameters}`
            - SHA-256 of the rules: `{rules.Identity.Version}`
            - SHA-256 of the parameters in effect: `{rules.Identity.Parameters}`

            ## Files

            | file | is |
            |---|---|
            | `{PlanViews.Folder}/` | a ViewDefinition of SQL on FHIR for each table below (profile ShareableViewDefinition, FHIR R4) |
            | `{CriterionReading.File}` | for each criterion its inputs: the view with their records, the element and the value set of each filter, role, look-back, parameters in effect |
            | `{CriterionReading.ValueSetFile}` | the criteria that read each value set: to find records (`filter`), or to judge them (`judgement`): by body site, performer, reason or value |
            | `{CodeTables.Codes}` | the codes of these value sets, and beginnings of codes (`is_prefix`); what is taken out of a beginning is `is_excluded` |
            | `{CodeTables.Systems}` | the spellings of code systems, and the form in which codes are compared |
            | `{RecordSql.File}` | the join of all that, for DuckDB: `{records}` |

            ## Use

            1. Run the views with a runner of SQL on FHIR over the resources of the lake. Each gives a table with the name of its view.
            2. Run `{RecordSql.File}` in this folder, in the database with the tables.
            3. Ask `{records}`. The patients of whom a criterion finds any record that may lie in its look-back before a day:

            ```sql
            {ExampleOf(records, "physical-therapy", "2026-06-01")}
            ```

            Codes are in no `where` of a view: charts spell systems and codes in several ways, and value sets hold beginnings of codes. The join compares them as the engine does.

            ## Limits

            - **A view says what rows there are, and not what the engine judges.** Status, body site, performer, reason, value and date decide whether a record counts, doubts or explains; `role` says only what it may do. Counts of rows are not results of criteria: those come from `cdshooks simulate run`.
            - Inputs with `words` or `is_for_unread` find records by text, or because they cannot be read. The join, which goes by codes, does not find these.
            - `order` as the source means the orders that are being signed. In a lake these are the ServiceRequests of the day.
            - The runner has to make resources of their own of contained ones, as the specification says.
            - `repeat`, for the nested items of questionnaires, is younger than the first version of SQL on FHIR. Other views use only what each runner must have for shared views, and no lists in columns.
            - Groups have no rows: they follow from their members.

            ## Tables

            | table | resource | rows |
            |---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var view in views)
        {
            page.Append($"| `{view.Name}` | {view.Resource} | {view.Description} |\n");
        }

        return page.ToString();
    }

    /// <summary>Gets the SQL of the patients of whom a criterion finds any record that may lie in its look-back.</summary>
    public static string ExampleOf(string records, string criterion, string day) => $"""
        SELECT DISTINCT patient_key
        FROM {records}
        WHERE criterion = '{criterion}' AND role IN ('counts', 'spans')
          AND first_day <= DATE '{day}'
          AND last_day >= DATE '{day}' - to_months(coalesce(lookback_months, 0)) - to_days(coalesce(lookback_days, 0))
        """.ReplaceLineEndings("\n");
}
