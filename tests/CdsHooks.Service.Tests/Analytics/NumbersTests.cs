using CdsHooks.Service.Pages.Analytics;
using Xunit;

namespace CdsHooks.Service.Tests.Analytics;

/// <summary>Shares, probabilities and dates as the page has them.</summary>
public sealed class NumbersTests
{
    [Theory]
    [InlineData(1, 400, true)]
    [InlineData(10, 400, true)]
    [InlineData(3, 10, true)]
    [InlineData(0, 10, true)]
    [InlineData(0, 400, false)]
    [InlineData(11, 400, false)]
    public void A_number_of_few_or_a_part_of_few_is_small(long count, long of, bool isSmall) =>
        Assert.Equal(isSmall, new Figure("reasons", "x", "X", "overridden", count, of, "cards").IsSmall);

    [Theory]
    [InlineData(38, 131, "38 of 131 cards, 29 %")]
    [InlineData(1, 1000, "1 of 1,000 cards, under 1 %")]
    [InlineData(999, 1000, "999 of 1,000 cards, over 99 %")]
    [InlineData(0, 7, "0 of 7 cards, 0 %")]
    [InlineData(7, 7, "7 of 7 cards, 100 %")]
    [InlineData(0, 0, "0 of 0 cards")]
    public void A_share_always_says_of_how_many(long part, long whole, string words) => Assert.Equal(words, Share.InWords(part, whole, "cards"));

    /// <summary>Against every way in which the orders can fall, counted one by one.</summary>
    [Theory]
    [InlineData(1, 3, 2)]
    [InlineData(3, 6, 4)]
    [InlineData(5, 8, 4)]
    [InlineData(4, 4, 8)]
    public void The_probability_of_none_is_that_of_all_ways_to_fall(int events, int earlier, int newest)
    {
        var all = earlier + newest;
        var (ways, allEarlier) = (0, 0);
        for (var mask = 0; mask < 1 << all; mask++)
        {
            if (int.PopCount(mask) == events)
            {
                ways++;
                allEarlier += mask < 1 << earlier ? 1 : 0;
            }
        }

        Assert.Equal((double)allEarlier / ways, StoppedFiring.ProbabilityOfNone(events, earlier, newest), 12);
    }

    [Fact]
    public void What_came_more_often_than_there_were_orders_before_is_no_negative_probability() =>
        Assert.InRange(StoppedFiring.ProbabilityOfNone(1_000_000, 1_500_000, 500_000), 0, 1e-9);
}
