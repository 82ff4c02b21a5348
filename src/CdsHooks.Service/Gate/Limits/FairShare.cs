using System.Runtime.InteropServices;

namespace CdsHooks.Service.Gate.Limits;

/// <summary>
/// Shares out a limited amount: a caller may take more as long as it holds less than what is free. One greedy caller gets half, two get
/// a third each, and the same part stays free for the next. Not safe for several threads.
/// </summary>
/// <param name="total">The amount.</param>
internal sealed class FairShare(long total)
{
    private readonly Dictionary<Caller, long> _held = [];

    /// <summary>Gets the amount.</summary>
    public long Total => total;

    /// <summary>Gets the amount that is taken.</summary>
    public long Taken { get; private set; }

    /// <summary>Gets a value indicating whether a caller holds all that it may.</summary>
    public bool IsUsedUpBySomeone => _held.Values.Any(held => held >= total - Taken);

    /// <summary>Gets the amount that a caller holds.</summary>
    public long HeldBy(Caller caller) => _held.GetValueOrDefault(caller);

    /// <summary>Determines whether a caller may take an amount now.</summary>
    public bool HasRoom(Caller caller, long amount) => amount <= total - Taken && HeldBy(caller) < total - Taken;

    /// <summary>Gives an amount to a caller, when there is room for it.</summary>
    public bool TryTake(Caller caller, long amount)
    {
        if (!HasRoom(caller, amount))
        {
            return false;
        }

        CollectionsMarshal.GetValueRefOrAddDefault(_held, caller, out _) += amount;
        Taken += amount;
        return true;
    }

    /// <summary>Takes an amount back from a caller that holds at least as much.</summary>
    public void Return(Caller caller, long amount)
    {
        ref var held = ref CollectionsMarshal.GetValueRefOrNullRef(_held, caller);
        held -= amount;
        Taken -= amount;
        if (held is 0)
        {
            _held.Remove(caller);
        }
    }
}
