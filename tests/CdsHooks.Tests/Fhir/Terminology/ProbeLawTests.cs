using System.Text;
using CdsHooks.Fhir.Terminology;
using FsCheck.Fluent;
using Xunit;

namespace CdsHooks.Tests.Fhir.Terminology;

public sealed class ProbeLawTests
{
    private static readonly string[] Systems = [CodeSystems.RxNorm, CodeSystems.Atc, CodeSystems.Hcpcs, "http://x/local"];

    [Fact]
    public void Even_a_code_of_nothing_but_dots_is_known()
    {
        var index = Knowledge.Build(out _, Knowledge.Listing("dots", "http://x/local", "."));

        Assert.False(index.Lookup("http://x/local", ".").IsEmpty);
        Assert.True(index.MayKnow("."u8));
    }

    [Fact]
    public void What_is_in_a_value_set_the_probe_may_know()
    {
        var codes = Gen.Elements("a", "A", "b", "1", "2", ".", "-", "é").NonEmptyListOf().Select(string.Concat);
        var listings = codes.ListOf(3).ToArbitrary();
        var asked = codes.ToArbitrary();

        Law.Holds(Prop.ForAll(listings, asked, (listed, code) =>
        {
            var index = Knowledge.Build(
                out _,
                [
                    .. Systems.Select((system, number) => Knowledge.Listing($"listed{number}", system, [.. listed])),
                    Knowledge.ValueSet("begun", $$""" "compose": { "include": [ {{Knowledge.Beginning(CodeSystems.Atc, "(a1|B).*")}} ] } """),
                ]);
            var isMember = Systems.Any(system => !index.Lookup(system, code).IsEmpty);
            return !isMember || index.MayKnow(Encoding.UTF8.GetBytes(code));
        }));
    }
}
