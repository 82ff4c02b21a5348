namespace CdsHooks.Service.Tests.Infrastructure;

/// <summary>Waits for what happens beside a test. It asserts that something happens, not how fast.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until the answer is right.</summary>
    /// <returns>The right answer.</returns>
    public static async Task<T> SeeAsync<T>(Func<Task<T>> ask, Func<T, bool> isRight)
    {
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            var answer = await ask();
            if (isRight(answer))
            {
                return answer;
            }

            await Task.Delay(Pause, patience.Token);
        }
    }
}
