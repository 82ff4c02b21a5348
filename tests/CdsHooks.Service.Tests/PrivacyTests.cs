using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>Nothing that could tell who the patient is gets into a log line or the body of an error.</summary>
public sealed class PrivacyTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    public static TheoryData<string> Cases => [.. Some.CaseNames];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_good_call_leaves_no_trace(string name)
    {
        using var response = await app.PostAsync(Sentinel.PlantedIn(Some.Case(name)), ("Authorization", $"Bearer {Sentinel.Text}"));

        Assert.True(response.IsSuccessStatusCode);
        AssertNotLogged();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_broken_call_leaves_no_trace_and_is_not_echoed(string name)
    {
        var planted = Sentinel.PlantedIn(Some.Case(name));
        var rejections = 0;
        foreach (var body in Sentinel.Broken(planted))
        {
            using var response = await app.PostAsync(body, ("Authorization", $"Bearer {Sentinel.Text}"));

            // What is broken behind prefetch goes unseen when no order is ours.
            rejections += response.IsSuccessStatusCode ? 0 : 1;
            Assert.True(
                response.IsSuccessStatusCode || !Sentinel.IsIn(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)),
                "An error echoes the request.");
        }

        Assert.InRange(rejections, 13, int.MaxValue);
        AssertNotLogged();
    }

    [Fact]
    public async Task A_header_leaves_no_trace_either()
    {
        using var response = await app.PostAsync(Some.ForeignCall, ("X-CDS-As-Of", Sentinel.Text));

        Assert.False(Sentinel.IsIn(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), "An error echoes a header.");
        AssertNotLogged();
    }

    private void AssertNotLogged()
    {
        Assert.NotEmpty(app.Logs.Lines);
        Assert.DoesNotContain(app.Logs.Lines, Sentinel.IsIn);
    }
}
