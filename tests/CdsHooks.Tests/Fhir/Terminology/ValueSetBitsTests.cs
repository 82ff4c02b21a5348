using CdsHooks.Fhir.Terminology;
using Xunit;

namespace CdsHooks.Tests.Fhir.Terminology;

public sealed class ValueSetBitsTests
{
    [Fact]
    public void Every_index_is_a_member_of_its_own_set_alone()
    {
        for (var index = 0; index < ValueSetBits.Capacity; index++)
        {
            var bits = ValueSetBits.Of(index);
            Assert.Equal([index], Enumerable.Range(-1, ValueSetBits.Capacity + 2).Where(bits.Contains));
            Assert.False(bits.IsEmpty);
        }
    }

    [Fact]
    public void A_union_holds_what_either_holds()
    {
        var bits = ValueSetBits.Of(3) | ValueSetBits.Of(64) | ValueSetBits.Of(255);

        Assert.Equal([3, 64, 255], Enumerable.Range(0, ValueSetBits.Capacity).Where(bits.Contains));
        Assert.Equal("3 value sets", bits.ToString());
        Assert.Equal(bits, ValueSetBits.Of(255) | ValueSetBits.Of(64) | ValueSetBits.Of(3));
    }

    [Fact]
    public void The_default_is_empty()
    {
        Assert.True(default(ValueSetBits).IsEmpty);
        Assert.False(default(ValueSetBits).Contains(0));
        Assert.False(default(ValueSetBits).Contains(-1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    public void There_is_no_set_of_an_impossible_index(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ValueSetBits.Of(index));
}
