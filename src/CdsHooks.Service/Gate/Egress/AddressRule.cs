using System.Net;
using System.Net.Sockets;

namespace CdsHooks.Service.Gate.Egress;

/// <summary>Decides which network addresses outgoing connections may reach, regardless of the name that resolved to them.</summary>
internal static class AddressRule
{
    // Never: unspecified, link-local (the metadata service of most clouds), multicast, reserved, documentation, benchmarking.
    private static readonly IPNetwork[] Never =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("198.51.100.0/24"), IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("224.0.0.0/4"),
        IPNetwork.Parse("240.0.0.0/4"), IPNetwork.Parse("::/128"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("fec0::/10"),
        IPNetwork.Parse("ff00::/8"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("fd00:ec2::254/128"), IPNetwork.Parse("100.100.100.200/32"),

        // A public address of a cloud's internal service, another cloud's metadata service, Teredo, and local-use NAT64.
        IPNetwork.Parse("168.63.129.16/32"), IPNetwork.Parse("fd20:ce::254/128"), IPNetwork.Parse("2001::/32"), IPNetwork.Parse("64:ff9b:1::/48"),
    ];

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("::1/128"), IPNetwork.Parse("fc00::/7"),
    ];

    // An IPv4 address inside an IPv6 one: translated (NAT64) and 6to4.
    private static readonly (IPNetwork Network, int Offset)[] Embedding =
        [(IPNetwork.Parse("64:ff9b::/96"), 12), (IPNetwork.Parse("2002::/16"), 2), (IPNetwork.Parse("::/96"), 12)];

    /// <summary>Determines whether connections to an address are allowed.</summary>
    /// <param name="address">The address.</param>
    /// <param name="allowsPrivate">True when private networks and this machine are allowed.</param>
    public static bool IsAllowed(IPAddress address, bool allowsPrivate)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (Array.Exists(Never, network => network.Contains(plain)))
        {
            return false;
        }

        if (plain.AddressFamily is AddressFamily.InterNetworkV6 && !IPAddress.IPv6Loopback.Equals(plain)
            && Array.Find(Embedding, embedding => embedding.Network.Contains(plain)) is { Offset: > 0 } embedded)
        {
            return IsAllowed(new IPAddress(plain.GetAddressBytes().AsSpan(embedded.Offset, 4)), allowsPrivate);
        }

        return allowsPrivate || !Array.Exists(Private, network => network.Contains(plain));
    }
}
