using System.Globalization;
using BenchmarkDotNet.Running;
using CdsHooks.Benchmarks.Attack;
using CdsHooks.Benchmarks.Bare;
using CdsHooks.Benchmarks.Fetch;
using CdsHooks.Benchmarks.Micro;
using CdsHooks.Benchmarks.Samples;
using CdsHooks.Benchmarks.Simulate;
using CdsHooks.Benchmarks.Tokens;

switch (args)
{
    case ["samples", var folder]:
        SampleRequest.WriteAll(folder);
        return 0;
    case ["cpu", .. var steps]:
        CpuTable.Print(steps);
        return 0;
    case ["loop", var step, var seconds]:
        CpuTable.Loop(step, TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)));
        return 0;
    case ["micro", .. var rest]:
        BenchmarkSwitcher.FromTypes([typeof(CallSteps)]).Run(rest is [] ? ["--filter", "*"] : rest, new MicroConfig());
        return 0;
    case ["fetch"]:
        await FetchTable.PrintAsync(Repository.Service);
        return 0;
    case ["token"]:
        await TokenTable.PrintAsync(Repository.Service);
        return 0;
    case ["attack"]:
        await AttackTable.PrintAsync(Repository.Service);
        return 0;
    case ["simulate", .. var times]:
        SimulationTable.Print(patients: 1000, times is [] ? [1, 10, 100] : [.. times.Select(text => int.Parse(text, CultureInfo.InvariantCulture))]);
        return 0;
    case ["simulate-pass", var pack, var way]:
        SimulationPass.Run(pack, way);
        return 0;
    case ["bare", .. var rest]:
        await BareServer.RunAsync(rest);
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            """
            samples FOLDER    write the sample requests
            micro [OPTIONS]   the steps of a call under BenchmarkDotNet, with its options
            cpu [STEP...]     the steps of a call by processor time, for a busy machine
            loop STEP SECONDS one step over and over, for a profiler
            fetch             a call whose evidence is fetched, against the slowest of its searches; build the service before
            token             what looking at a client's token adds to a call; build the service before
            attack            slow and large bodies of one client, and what another one hears; build the service before
            simulate [TIMES...]
                              a simulation against parsing the same files, at 1, 10 and 100 times a cohort of 1,000 patients
            bare --urls URL   a server that reads a body and answers a constant: POST /constant, POST /parse

            The whole service against the bare server: tests/CdsHooks.Benchmarks/compare
            """);
        return 2;
}
