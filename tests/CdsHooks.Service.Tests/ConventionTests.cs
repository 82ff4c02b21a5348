using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CdsHooks.Service.Tests;

/// <summary>Conventions of the web host that the compiler does not hold.</summary>
public sealed class ConventionTests
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Type[] Types = typeof(Program).Assembly.GetTypes();

    [Fact]
    public void No_handler_gives_a_bare_result()
    {
        var offenders = Types
            .SelectMany(type => type.GetMethods(Everything))
            .Where(method => Unwrapped(method.ReturnType) == typeof(IResult))
            .Select(method => $"{method.DeclaringType}.{method.Name}");

        Assert.Empty(offenders);
    }

    [Fact]
    public void Every_log_message_has_a_number_of_its_own()
    {
        var numbers = Types
            .SelectMany(type => type.GetMethods(Everything))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)
            .OfType<int>()
            .ToList();

        Assert.NotEmpty(numbers);
        Assert.Equal(numbers.Count, numbers.Distinct().Count());
    }

    [Fact]
    public void A_feature_numbers_its_messages_within_its_own_hundred()
    {
        var owners = Types
            .SelectMany(type => type.GetMethods(Everything))
            .Where(method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null)
            .GroupBy(method => method.GetCustomAttribute<LoggerMessageAttribute>()!.EventId / 100, method => method.DeclaringType!.Namespace, EqualityComparer<int>.Default);

        Assert.All(owners, block => Assert.Single(block.Distinct(StringComparer.Ordinal)));
    }

    private static Type Unwrapped(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            ? type.GetGenericArguments()[0]
            : type;
}
