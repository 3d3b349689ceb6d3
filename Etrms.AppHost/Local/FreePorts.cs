using System.Net;
using System.Net.Sockets;

namespace Etrms.AppHost.Local;

/// <summary>Chooses loopback ports: the preferred one while it is free, else any.</summary>
internal sealed class FreePorts
{
    private readonly HashSet<int> _given = [];

    /// <param name="preferred">Port of the launch profile; null for any.</param>
    public int Take(int? preferred = null)
    {
        if (preferred is { } port && !_given.Contains(port) && IsFree(port))
        {
            _given.Add(port);
            return port;
        }

        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var any = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (_given.Add(any))
            {
                return any;
            }
        }
    }

    /// <summary>A port that the trader asked for by name and that must therefore be had.</summary>
    public int Demand(string resource, int port) => IsFree(port) && _given.Add(port)
        ? port
        : throw new HostException(
            $"port {port}, asked for {resource}, is taken. Stop the program that listens there (ss -ltnp | grep :{port}) or choose another port.");

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
