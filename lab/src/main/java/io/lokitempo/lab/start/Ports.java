package io.lokitempo.lab.start;

import io.lokitempo.lab.start.RunSettings.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** Looks whether addresses are free, before anything is started on them. */
public final class Ports {
    private Ports() {}

    static void refuseIfTaken(List<Listener> listeners) {
        List<String> taken =
                listeners.stream().flatMap(l -> obstacle(l).stream()).toList();
        if (!taken.isEmpty()) {
            throw new StartRefused(String.join("; ", taken));
        }
    }

    private static Optional<String> obstacle(Listener listener) {
        try (ServerSocket socket = new ServerSocket()) {
            // Connections of a run that just ended may still be fading; only a listener is in the way.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(listener.host()), listener.port()));
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of(
                    "%s: no address of this machine is named \"%s\"".formatted(listener.part(), listener.host()));
        } catch (IOException e) {
            return Optional.of("port %d for %s cannot be had (%s): free it or set %s"
                    .formatted(listener.port(), listener.part(), e.getMessage(), listener.setting()));
        }
    }

    /** A port that was free a moment ago. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartRefused("no free port: " + e.getMessage(), e);
        }
    }
}
