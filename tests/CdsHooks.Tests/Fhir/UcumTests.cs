using System.Globalization;
using CdsHooks.Fhir;
using CdsHooks.Fhir.Terminology;
using FsCheck.Fluent;
using Xunit;

namespace CdsHooks.Tests.Fhir;

public sealed class UcumTests
{
    [Theory]
    [InlineData("0.40", "cm", "mm", "4.0")]
    [InlineData("0.4", "cm", "mm", "4.0")]
    [InlineData("4.0", "mm", "mm", "4.0")]
    [InlineData("40", "um", "mm", "0.040")]
    [InlineData("0.0041", "m", "mm", "4.1")]
    [InlineData("1", "[in_i]", "mm", "25.4")]
    [InlineData("0.1", "[in_i]", "cm", "0.254")]
    [InlineData("-3.5", "mm", "cm", "-0.35")]
    [InlineData("11", "deg", "deg", "11")]
    [InlineData("1", "rad", "deg", "57.29578")]
    [InlineData("600", "'", "deg", "10")]
    [InlineData("6", "wk", "d", "42")]
    [InlineData("42", "d", "wk", "6")]
    [InlineData("3", "mo", "d", "90")]
    [InlineData("1", "a", "d", "365")]
    [InlineData("36", "h", "d", "1.5")]
    [InlineData("1440", "min", "d", "1")]
    [InlineData("86400", "s", "d", "1")]
    [InlineData("3", "{score}", "1", "3")]
    [InlineData("3", "1", "{count}", "3")]
    [InlineData("8", "{visits}", "{count}", "8")]
    [InlineData("3.2", "mm{translation}", "mm", "3.2")]
    [InlineData("8.4", "%", "%", "8.4")]
    [InlineData("8.4", "%{HbA1c}", "%", "8.4")]
    [InlineData("31.2", "kg/m2", "kg/m2", "31.2")]
    [InlineData("250", "ug/L", "ng/mL", "250")]
    [InlineData("5", "mmol/L", "mmol/L", "5")]
    public void A_unit_converts_exactly(string value, string code, string target, string expected)
    {
        Assert.True(Ucum.TryConvert(Number(value), CodeSystems.Ucum, code, unitText: null, target, out var converted));

        Assert.Equal(Number(expected), converted);
    }

    [Theory]
    [InlineData("mm")]
    [InlineData("MM")]
    [InlineData(" mm ")]
    [InlineData("millimeter")]
    [InlineData("millimeters")]
    [InlineData("Millimetre")]
    [InlineData("millimetres")]
    public void The_printed_unit_counts_where_nothing_is_coded(string text)
    {
        Assert.True(Ucum.TryConvert(4.5m, system: null, code: null, text, "mm", out var converted));

        Assert.Equal(4.5m, converted);
    }

    [Theory]
    [InlineData("cm", "mm", 45)]
    [InlineData("deg", "deg", 4.5)]
    [InlineData("degree", "deg", 4.5)]
    [InlineData("Degrees", "deg", 4.5)]
    [InlineData("°", "deg", 4.5)]
    [InlineData("%", "%", 4.5)]
    [InlineData("days", "d", 4.5)]
    [InlineData("weeks", "d", 31.5)]
    public void Every_listed_spelling_is_understood(string text, string target, double expected)
    {
        Assert.True(Ucum.TryConvert(4.5m, "", "", text, target, out var converted));

        Assert.Equal((decimal)expected, converted);
    }

    [Theory]
    [InlineData(null, null, null, "no unit at all")]
    [InlineData(null, null, "", "an empty one")]
    [InlineData(null, null, "mm Hg", "another unit")]
    [InlineData(null, null, "m", "a spelling that leaves doubt")]
    [InlineData(null, null, "inch", "a spelling that is not listed")]
    [InlineData(null, null, "deg", "another dimension")]
    [InlineData(CodeSystems.Ucum, "deg", null, "another dimension, coded")]
    [InlineData(CodeSystems.Ucum, "deg", "mm", "the code goes before the text")]
    [InlineData(CodeSystems.Ucum, "MM", "mm", "UCUM minds the case")]
    [InlineData(CodeSystems.Ucum, "foo", "mm", "an unknown code, whatever the text")]
    [InlineData(CodeSystems.Ucum, "%", null, "a percentage is no length")]
    [InlineData(CodeSystems.Snomed, "258673006", "mm", "a foreign system, whatever the text")]
    [InlineData("http://example.org/units", "mm", "mm", "a foreign system, whatever the code")]
    [InlineData("http://example.org/units", null, "mm", "a foreign system without a code")]
    [InlineData(null, "cm", "mm", "code and text contradict each other")]
    [InlineData(null, "258673006", "mm", "a code of no system that is no unit")]
    public void What_is_not_surely_a_length_does_not_convert_to_one(string? system, string? code, string? text, string why)
    {
        Assert.False(Ucum.TryConvert(4.5m, system, code, text, "mm", out var converted), why);

        Assert.Equal(0, converted);
    }

    [Theory]
    [InlineData("https://unitsofmeasure.org")]
    [InlineData("http://unitsofmeasure.org/")]
    [InlineData("urn:oid:2.16.840.1.113883.6.8")]
    public void Other_spellings_of_the_system_are_understood(string system) =>
        Assert.True(Ucum.TryConvert(1, system, "cm", unitText: null, "mm", out _));

    [Fact]
    public void A_code_without_a_system_counts_as_text() =>
        Assert.True(Ucum.TryConvert(4.5m, system: null, "mm", "millimeters", "mm", out _));

    [Fact]
    public void A_coded_system_without_a_code_leaves_the_text() =>
        Assert.True(Ucum.TryConvert(4.5m, CodeSystems.Ucum, code: null, "mm", "mm", out _));

    [Theory]
    [InlineData("%", "1")]
    [InlineData("kg/m2", "kg")]
    [InlineData("mmol/L", "mg/dL")]
    public void Different_units_that_are_not_in_the_table_do_not_convert(string code, string target) =>
        Assert.False(Ucum.TryConvert(1, CodeSystems.Ucum, code, unitText: null, target, out _));

    [Fact]
    public void An_overflow_does_not_convert()
    {
        Assert.False(Ucum.TryConvert(decimal.MaxValue, CodeSystems.Ucum, "m", unitText: null, "mm", out var converted));

        Assert.Equal(0, converted);
    }

    [Fact]
    public void Millimetres_to_centimetres_and_back_lose_nothing() =>
        Law.Holds(Prop.ForAll<int>(hundredths =>
        {
            var millimetres = hundredths / 100m;
            return Ucum.TryConvert(millimetres, CodeSystems.Ucum, "mm", unitText: null, "cm", out var centimetres)
                && Ucum.TryConvert(centimetres, CodeSystems.Ucum, "cm", unitText: null, "mm", out var back)
                && back == millimetres;
        }));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
