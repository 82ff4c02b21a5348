using CdsHooks.Service.Gate.Egress;
using CdsHooks.Workbench.Doctor;

namespace CdsHooks.Service.Pages.Connect;

/// <summary>Runs the checks of a deployment from a page: one run at a time, and by the rules of every outgoing connection.</summary>
internal sealed class DoctorDesk(IHostEnvironment environment, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Runs the checks.</summary>
    /// <param name="target">The deployment.</param>
    /// <param name="isOurs">True for this instance's own configured address, which may be in a private network, as that of a hospital is.</param>
    /// <returns>The findings; null while other checks run.</returns>
    public async Task<FindingList?> RunAsync(DoctorTarget target, bool isOurs)
    {
        if (!await _turn.WaitAsync(TimeSpan.Zero))
        {
            return null;
        }

        try
        {
            var isDevelopment = environment.IsDevelopment();
            return await DoctorRun.RunAsync(target, clock, new DoctorConnections
            {
                NewHandler = () => EgressHandler.Create(isDevelopment || isOurs),
                NewHandlerForOthers = () => EgressHandler.Create(isDevelopment),
            });
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
