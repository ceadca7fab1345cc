package io.tokenward.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program under test: a process of ours on one core, with its own account of CPU and memory as {@code proc(5)} of Linux
 * has it. Dies with the measuring process, and nothing else does.
 */
public final class Child implements AutoCloseable {
    /** Ticks of {@code /proc/PID/stat}; 100 a second on every Linux since 2.4, whatever the kernel's own clock. */
    private static final double TICKS_PER_SECOND = 100;
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final Pattern HEAP = Pattern.compile("total (?:reserved \\d+K, committed )?(\\d+)K, used (\\d+)K");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path log;
    private final Thread undertaker;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
        undertaker = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(undertaker);
    }

    /**
     * Starts {@code command} on {@code core} and waits until something listens on {@code port}.
     *
     * @throws IllegalStateException with the end of its log where it dies or does not listen
     */
    static Child start(List<String> command, Map<String, String> environment, int core, Path log, int port)
            throws IOException, InterruptedException {
        var pinned = new ArrayList<>(List.of("taskset", "-c", String.valueOf(core)));
        pinned.addAll(command);
        var builder = new ProcessBuilder(pinned).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var child = new Child(builder.start(), log);
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!listens(port)) {
            if (!child.process.isAlive() || System.nanoTime() > until) {
                child.close();
                throw new IllegalStateException("does not listen on " + port + ": " + command + "\n" + child.logged());
            }
            Thread.sleep(5);
        }
        return child;
    }

    private static boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** User and system time since its start. */
    public double cpuSeconds() {
        return seconds(read("stat"));
    }

    private static double seconds(String stat) {
        // The second field is the program's name in brackets, which may hold blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_PER_SECOND;
    }

    /** Resident memory now, in MB. */
    public double residentMegabytes() {
        return megabytes("VmRSS:");
    }

    /** The most that was resident at any time, in MB. */
    public double mostResidentMegabytes() {
        return megabytes("VmHWM:");
    }

    private double megabytes(String field) {
        for (String line : read("status").split("\n", -1)) {
            if (line.startsWith(field)) return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
        throw new IllegalStateException("no " + field + " in /proc/" + process.pid() + "/status");
    }

    /** User and system time of each live thread, by name; threads of one name but for a number are one. */
    public Map<String, Double> cpuSecondsOfThreads() {
        Map<String, Double> threads = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(process.pid()), "task"))) {
            for (Path task : tasks.toList()) {
                String stat = Files.readString(task.resolve("stat"));
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
                        .replaceAll("[-#\\s]*\\d+$", "");
                threads.merge(name, seconds(stat), Double::sum);
            }
        } catch (IOException ended) {
            throw new UncheckedIOException("a thread ended while it was looked at; try again", ended);
        }
        return threads;
    }

    /** User and system time that compilers have used; theirs are threads of fixed names (of 15 characters). */
    public double compilerSeconds() {
        return cpuSecondsOfThreads().entrySet()
                .stream()
                .filter(thread -> thread.getKey().endsWith("CompilerThre"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** Asks the virtual machine in the process something with {@code jcmd}; gives the answer. */
    public String jcmd(String... command) throws IOException, InterruptedException {
        var line = new ArrayList<>(
                List.of(System.getProperty("java.home") + "/bin/jcmd", String.valueOf(process.pid())));
        line.addAll(List.of(command));
        Process asked = new ProcessBuilder(line).redirectErrorStream(true).start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() != 0) throw new IllegalStateException("jcmd said: " + answer);
        return answer;
    }

    /**
     * What is in use after a collection, in MB: resident memory without the part of the heap that is empty. Of a virtual
     * machine whose whole heap is resident from the beginning.
     */
    public double heldMegabytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        Matcher heap = HEAP.matcher(jcmd("GC.heap_info"));
        if (!heap.find()) throw new IllegalStateException("GC.heap_info tells no size");
        return residentMegabytes() - (Long.parseLong(heap.group(1)) - Long.parseLong(heap.group(2))) / 1024.0;
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), file));
        } catch (IOException gone) {
            throw new UncheckedIOException("process " + process.pid() + " is gone:\n" + logged(), gone);
        }
    }

    private String logged() {
        try {
            String text = Files.readString(log);
            return text.substring(Math.max(0, text.length() - 2000));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        if (!Thread.currentThread().isInterrupted()) forgetUndertaker();
    }

    private void forgetUndertaker() {
        try {
            Runtime.getRuntime().removeShutdownHook(undertaker);
        } catch (IllegalStateException goingDown) {
            // Then it runs, and finds nobody.
        }
    }
}
