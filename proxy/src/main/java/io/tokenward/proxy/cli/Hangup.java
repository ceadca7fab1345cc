package io.tokenward.proxy.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIGHUP, by which services are told to read their files anew. Without a handler it ends a Java program. */
final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /**
     * Runs {@code action} at each SIGHUP, on a thread of its own. The class for signals is no part of Java's promised interface,
     * hence by name; where it is missing, SIGHUP keeps its old meaning.
     */
    static void handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler called = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    action.run();
                    yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "SIGHUP";
            };
            Object handling = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler}, called);
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangup, handling);
        } catch (ReflectiveOperationException missing) {
            LOG.info("SIGHUP is not handled here: {}", missing.toString());
        }
    }
}
