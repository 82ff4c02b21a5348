using CdsHooks.Service.Tests.Infrastructure;
using Xunit;

namespace CdsHooks.Tests.Structures;

/// <summary>Every order and every set of every golden call, and what their variants change, has the structure of FHIR R4.</summary>
public sealed class GoldenStructureTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_resource_of_every_golden_call_is_sound_or_excused_for_a_reason()
    {
        List<string> issues = [];
        HashSet<(Excuse Excuse, string Run)> needed = [];
        var (ofCases, ofVariants) = (0, 0);
        foreach (var set in GoldenSet.Cases.SelectMany(GoldenSet.Of))
        {
            _ = set.Run.Contains('/', StringComparison.Ordinal) ? ofVariants++ : ofCases++;
            foreach (var issue in FhirStructure.Issues(set.Json))
            {
                if (Excuse.All.FirstOrDefault(excuse => excuse.Covers(set.Run, issue)) is { } excuse)
                {
                    needed.Add((excuse, excuse.Runs.Length == 0 ? string.Empty : set.Run));
                }
                else
                {
                    issues.Add($"{set.Run} {set.Key}: {issue}");
                }
            }
        }

        output.WriteLine($"{ofCases} resources and bundles of cases, {ofVariants} that variants change");
        Assert.Empty(issues);
        Assert.Equal(Excuse.All.Sum(excuse => Math.Max(excuse.Runs.Length, 1)), needed.Count);
        Assert.True(ofCases >= 1320 && ofVariants >= 1500, "Golden calls have gone missing.");
    }
}
