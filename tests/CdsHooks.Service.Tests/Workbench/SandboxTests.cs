using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CdsHooks.Service.Hooks.Decisions;
using CdsHooks.Service.Pages.Sandbox;
using CdsHooks.Service.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CdsHooks.Service.Tests.Workbench;

/// <summary>The sandbox over HTTP, as a browser without JavaScript uses it.</summary>
public sealed partial class SandboxTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    private const string Borderline = "/sandbox?patient=v25-translation-3-5-mm&hook=order-sign";

    [Fact]
    public async Task The_sample_patients_show_every_kind_of_card_and_at_least_three_silences()
    {
        var samples = new SampleCatalog().Groups.SelectMany(group => group.Samples).ToList();
        List<string> kinds = [];
        var silences = 0;
        foreach (var sample in samples)
        {
            var page = await GetAsync(new SandboxState { Patient = sample.Case, Parameters = sample.With ?? [], Hook = "order-sign" }.Url);
            kinds.AddRange(Topic().Matches(page).Select(match => match.Groups["code"].Value));
            silences += page.Contains("<strong>No card.</strong>", StringComparison.Ordinal) ? 1 : 0;
        }

        var declared = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "fhir-profiles", "codesystems", "CodeSystem-card-kind.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal(
            declared["concept"]!.AsArray().Select(concept => concept!["code"]!.ToString()).Order(StringComparer.Ordinal),
            kinds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.True(silences >= 3, $"{silences} of the samples stay silent.");
    }

    [Fact]
    public async Task Every_fusion_of_the_menu_is_reviewed_and_no_other_order_is()
    {
        foreach (var group in OrderMenu.Groups)
        {
            foreach (var order in group.Orders)
            {
                var page = await GetAsync($"/sandbox?patient=v18-nothing-documented&hook=order-sign&order={order.Key}");

                Assert.Equal(group == OrderMenu.Groups[0], page.Contains("class=\"cds-card ", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task One_edited_value_turns_the_borderline_film_into_a_met_criterion_and_marks_what_changed()
    {
        using var redirect = await EditAsync("v25-translation-3-5-mm", ("do", "value|Observation/film-1"), ("value:Observation/film-1", "4.1"));
        Assert.Equal(HttpStatusCode.Redirect, redirect.StatusCode);

        var page = await GetAsync(redirect.Headers.Location!.ToString());

        Assert.Contains("instability documented", page, StringComparison.Ordinal);
        Assert.Contains("before: <strong>unknown</strong>", page, StringComparison.Ordinal);
        Assert.Contains("row D4-indication", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("failed", "failed")]
    [InlineData("cut", "truncated")]
    [InlineData("absent", "not-requested")]
    [InlineData("empty", "empty")]
    public async Task A_data_set_that_does_not_arrive_whole_is_shown_as_such(string state, string outcome)
    {
        var page = await GetAsync($"{Borderline}&edit=set!observations!{state}");
        var place = page.IndexOf("What arrived", StringComparison.Ordinal);

        Assert.Contains(outcome, page[place..], StringComparison.Ordinal);
        Assert.Equal(state is not "empty", page[..place].Contains(">unknown</span>", StringComparison.Ordinal) && page.Contains("badge-unknown\">" + outcome, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_set_that_the_chart_itself_could_not_give_is_never_shown_as_empty()
    {
        var page = await GetAsync("/sandbox?patient=v52-conditions-not-retrieved&hook=order-sign");
        var set = page[page.IndexOf("<strong>conditions</strong>", StringComparison.Ordinal)..];

        Assert.Contains("failed: what is on file is not known", set[..set.IndexOf("</summary>", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.DoesNotContain("0 records", set[..set.IndexOf("</summary>", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("value|Observation/film-1", "value:Observation/film-1", "4,1mm", "The value must be a number")]
    [InlineData("values", "value:Observation/film-1", "4,1mm", "The value must be a number")]
    [InlineData("value|Observation/nosuch", "value:Observation/nosuch", "4", "no such record")]
    [InlineData("json|Observation/film-1", "value", "{", "must be a JSON object")]
    [InlineData("json|Observation/film-1", "value", "{\"resourceType\":\"Observation\",\"id\":\"other\"}", "must keep its resourceType and its id")]
    [InlineData("set|observations", "state:observations", "burnt", "no such state")]
    [InlineData("add", "value", "[]", "must be a JSON object with a resourceType")]
    [InlineData("dance|x", "value", "", "no such edit")]
    public async Task An_edit_that_cannot_be_used_is_said_and_what_was_typed_as_JSON_stays(string todo, string field, string text, string words)
    {
        using var response = await EditAsync("v25-translation-3-5-mm", ("do", todo), (field, text));
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Equal(field is "value", page.Contains($">{text}</textarea>", StringComparison.Ordinal));
        Assert.DoesNotContain("4,1mm", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("edit=junk", "1 of the edits in the address cannot be read")]
    [InlineData("edit=remove!Observation/secretive!", "not in this chart")]
    [InlineData("with=pt.minWeeks%3D99", "pt.minWeeks must be between 4 and 12")]
    [InlineData("with=secretive%3D1", "not one of this plan")]
    [InlineData("with=pt.minWeeks%3Dsecretive", "a value of another type")]
    [InlineData("with=change%3Dsecretive", "The change made on Tune is damaged, or was made on other rules.")]
    [InlineData("with=change%3Dsecretive&with=preset%3Dseed", "Site parameters cannot be chosen for a change made on Tune")]
    [InlineData("with=preset%3Dseed", "")]
    [InlineData("with=preset%3Dsecretive", "no site parameters of this name")]
    public async Task What_cannot_be_used_of_an_address_is_said(string query, string words)
    {
        var page = WebUtility.HtmlDecode(await GetAsync($"{Borderline}&{query}"));

        Assert.Equal(words.Length > 0, page.Contains("role=\"alert\"", StringComparison.Ordinal));
        Assert.Contains(words, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_added_record_counts_as_if_it_had_been_there()
    {
        using var response = await EditAsync(
            "v18-nothing-documented",
            ("do", "add"),
            ("value", "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"https://cdshooks.example.org/fhir/CodeSystem/lumbar-fusion-local\",\"code\":\"sagittal-translation-flexext\"}]},\"effectiveDateTime\":\"2026-04-20\",\"valueQuantity\":{\"value\":4.6,\"unit\":\"mm\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mm\"}}"));

        Assert.Contains("instability documented", await GetAsync(response.Headers.Location!.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_of_a_chart_of_ones_own_is_in_no_address()
    {
        using var kept = await WorkbenchForm.PostAsync(app, "/sandbox/own", "/sandbox/own?handler=Request", ("Json", Some.Case("v25-translation-3-5-mm")), ("AsOf", "2026-06-01"));
        var patient = kept.Headers.Location!.ToString().Split("patient=")[1].Split('&')[0];
        using var edited = await EditAsync(patient, ("do", "value|Observation/film-1"), ("value:Observation/film-1", "4.1"));
        var address = edited.Headers.Location!.ToString();
        var page = await GetAsync(address);
        using var undone = await EditAsync(address.Split("patient=")[1].Split('&')[0], ("do", "reset"));

        Assert.DoesNotContain("film-1", address, StringComparison.Ordinal);
        Assert.Contains("instability documented", page, StringComparison.Ordinal);
        Assert.Contains("is borderline", await GetAsync(undone.Headers.Location!.ToString()), StringComparison.Ordinal);
        Assert.Contains("is borderline", await GetAsync(kept.Headers.Location!.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_too_long_for_an_address_stays_in_its_field()
    {
        var record = $"{{\"resourceType\":\"Observation\",\"id\":\"film-1\",\"note\":[{{\"text\":\"{new string('x', 9000)}\"}}]}}";
        using var response = await EditAsync("v25-translation-3-5-mm", ("do", "json|Observation/film-1"), ("value", record));
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Contains("too long for an address", page, StringComparison.Ordinal);
        Assert.Contains(record, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("order-select")]
    [InlineData("order-sign")]
    public async Task Without_an_order_nothing_is_asked(string hook)
    {
        var page = await GetAsync($"/sandbox?patient=v18-nothing-documented&order=&hook={hook}");

        Assert.Contains("Nothing is chosen.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("rejected", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_of_another_site_signs_nothing()
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, Borderline);
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Sec-Fetch-Dest", "image");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("class=\"cds-card ", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_record_of_the_evidence_stands_on_the_page()
    {
        foreach (var sample in new SampleCatalog().Groups.SelectMany(group => group.Samples))
        {
            var page = await GetAsync(new SandboxState { Patient = sample.Case, Parameters = sample.With ?? [], Hook = "order-sign" }.Url);
            foreach (var anchor in EvidenceLink().Matches(page).Select(match => match.Groups["id"].Value).Distinct(StringComparer.Ordinal))
            {
                Assert.Contains($" id=\"{anchor}\"", page, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Another_threshold_for_one_call_is_judged_and_leaves_the_rules_alone()
    {
        var rules = await GetAsync("/sandbox?patient=v05-pt-exactly-six-weeks&hook=order-sign");
        var trial = await GetAsync("/sandbox?patient=v05-pt-exactly-six-weeks&hook=order-sign&with=pt.minWeeks%3D8");
        var after = await GetAsync("/sandbox?patient=v05-pt-exactly-six-weeks&hook=order-sign");

        Assert.Equal("sharedDecision", Assert.Single(Topic().Matches(rules)).Groups["code"].Value);
        Assert.Equal("indicationMissing", Assert.Single(Topic().Matches(trial)).Groups["code"].Value);
        Assert.Equal("sharedDecision", Assert.Single(Topic().Matches(after)).Groups["code"].Value);
    }

    [Fact]
    public async Task A_call_is_recorded_as_one_of_the_workbench()
    {
        await using var alone = new ServiceApp();
        using var client = alone.CreateClient();
        using var page = await client.GetAsync(new Uri(Borderline, UriKind.Relative), TestContext.Current.CancellationToken);
        var decisions = await Eventually.SeeAsync(() => alone.Services.GetRequiredService<DecisionLog>().ReadLatestAsync(5, TestContext.Current.CancellationToken), decisions => decisions.Count > 0);

        Assert.Equal("workbench", Assert.Single(decisions).Client);
    }

    [Fact]
    public async Task Feedback_reaches_the_endpoint_and_is_seen_in_the_store()
    {
        var page = await GetAsync(Borderline);
        var form = SuggestionForm().Match(page);
        Assert.True(form.Success, page);

        using var response = await WorkbenchForm.PostAsync(app, Borderline, "/sandbox?handler=Feedback", ("Service", "lumbar-fusion-order-sign"), ("Card", form.Groups["card"].Value), ("Suggestion", form.Groups["suggestion"].Value), ("Draft", "{\"resourceType\":\"ServiceRequest\"}"), ("Back", "https://elsewhere.example/"));
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("answered with 200", answer, StringComparison.Ordinal);
        Assert.Contains("<dt>Outcome</dt><dd>accepted", answer, StringComparison.Ordinal);
        Assert.Contains("href=\"/sandbox\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere.example", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feedback_without_the_token_of_the_form_is_rejected()
    {
        using var client = app.CreateClient();
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("Service", "lumbar-fusion-order-sign")]);
        using var response = await client.PostAsync(new Uri("/sandbox?handler=Feedback", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_saved_case_has_the_request_the_expectation_and_a_text()
    {
        using var client = app.CreateClient();
        var bytes = await client.GetByteArrayAsync(new Uri($"{Borderline}&edit=change!Observation/film-1!%7B%22valueQuantity%22%3A%7B%22value%22%3A4.1%7D%7D&handler=Case", UriKind.Relative), TestContext.Current.CancellationToken);
        await using var archive = new ZipArchive(new MemoryStream(bytes));

        Assert.Equal(["README.md", "expected.json", "request.json"], archive.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        await using var file = await archive.GetEntry("v25-translation-3-5-mm-edited/expected.json")!.OpenAsync(TestContext.Current.CancellationToken);
        using var expected = await JsonDocument.ParseAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("conservativeCareMissing", expected.RootElement.GetProperty("card").GetProperty("kind").GetString());
        Assert.Equal("met, documented", expected.RootElement.GetProperty("criteria").GetProperty("instability").GetString());
    }

    [Fact]
    public async Task A_pasted_request_is_kept_in_memory_and_signed()
    {
        using var response = await WorkbenchForm.PostAsync(app, "/sandbox/own", "/sandbox/own?handler=Request", ("Json", Some.Case("v18-nothing-documented")), ("AsOf", "2026-06-01"));

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Contains("indicationMissing", await GetAsync(response.Headers.Location!.ToString()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Paste a request")]
    [InlineData("secretive", "must be valid JSON")]
    [InlineData("{\"hook\":\"order-sign\",\"hookInstance\":\"1\",\"context\":{\"patientId\":7}}", "$.hookInstance")]
    public async Task A_request_that_cannot_be_read_is_refused_with_its_place(string json, string words)
    {
        using var response = await WorkbenchForm.PostAsync(app, "/sandbox/own", "/sandbox/own?handler=Request", ("Json", json));
        var answer = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(words, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secretive", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://ehr.example.org/fhir", "1", "must be an https address")]
    [InlineData("ftp://localhost/fhir", "1", "must be an https address")]
    [InlineData("http://localhost:1/fhir", "1/../2", "The patient id must be one of FHIR")]
    [InlineData("http://localhost:1/fhir", "1", "Nothing could be fetched")]
    public async Task A_patient_that_cannot_be_fetched_is_said_so(string server, string patient, string words)
    {
        using var response = await WorkbenchForm.PostAsync(app, "/sandbox/own", "/sandbox/own?handler=Patient", ("Server", server), ("Patient", patient));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(words, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../../etc")]
    [InlineData("v25-translation-3-5-mm/../v18-nothing-documented")]
    [InlineData("own-00000000000000000000000000000000")]
    public async Task A_patient_that_is_not_there_is_said_so(string patient)
    {
        var page = await GetAsync($"/sandbox?patient={Uri.EscapeDataString(patient)}&hook=order-sign");

        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("cds-card", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_site_can_read_no_page_though_it_may_call_the_service()
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, Borderline);
        request.Headers.Add("Origin", "https://elsewhere.example");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_browser_gets_a_page_for_what_is_not_there_and_a_program_an_outcome()
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/no/such/page");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var page = await client.SendAsync(request, TestContext.Current.CancellationToken);
        using var outcome = await client.GetAsync(new Uri("/no/such/page", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.NotFound, "application/json"), (outcome.StatusCode, outcome.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("GET", "?handler=Nonsense")]
    [InlineData("OPTIONS", "")]
    [InlineData("TRACE", "")]
    [InlineData("DELETE", "")]
    public async Task A_method_or_handler_that_a_page_does_not_have_fails_on_no_page(string method, string query)
    {
        using var client = app.CreateClient();
        var pages = app.Services.GetServices<Microsoft.AspNetCore.Routing.EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.RazorPages.PageActionDescriptor>() is not null)
            .Select(route => "/" + route.RoutePattern.RawText).Where(path => !path.Contains('{', StringComparison.Ordinal) && path is not "/error").Distinct(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(pages);
        foreach (var page in pages)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), page + query);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True((int)response.StatusCode < 500, $"{method} {page}{query} is {(int)response.StatusCode}.");
            Assert.True(method is "GET" || !response.IsSuccessStatusCode, $"{method} {page} is answered like GET.");
        }
    }

    [Fact]
    public async Task In_Production_there_is_no_page_unless_it_is_switched_on()
    {
        await using var production = new ServiceApp { Environment = "Production", Settings = Some.Settings(("Access:AllowAnonymous", "true")) };
        using var client = production.CreateClient();
        foreach (var path in (string[])["/", "/sandbox", "/sandbox/own", "/assets/workbench.css", "/error"])
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    private Task<HttpResponseMessage> EditAsync(string patient, params (string Name, string Value)[] fields) =>
        WorkbenchForm.PostAsync(app, Borderline, "/sandbox?handler=Edit", [("patient", patient), ("hook", "order-sign"), ("with", string.Empty), .. fields]);

    private async Task<string> GetAsync(string path)
    {
        using var client = app.CreateClient();
        return await client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("href=\"#(?<id>rec-[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EvidenceLink();

    [GeneratedRegex("card-kind&quot;,(&#xA;)?\\s*&quot;code&quot;: &quot;(?<code>[A-Za-z]+)&quot;", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Topic();

    [GeneratedRegex("name=\"Card\" value=\"(?<card>[^\"]+)\">\\s*<input type=\"hidden\" name=\"Suggestion\" value=\"(?<suggestion>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SuggestionForm();
}
