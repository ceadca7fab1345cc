package io.tokenward.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What it was measured on.
 *
 * @param processor as Linux names it
 * @param processors how many there are, whether or not this process may use them
 * @param kernel of Linux
 * @param memoryGigabytes installed
 * @param load average of the last minute
 */
public record Machine(String processor, long processors, String kernel, long memoryGigabytes, String load) {

    /** This machine, now. */
    public static Machine now() throws IOException {
        String info = Files.readString(Path.of("/proc/cpuinfo"));
        long count = info.lines().filter(line -> line.startsWith("processor")).count();
        String name = info.lines()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("unknown processor");
        long kilobytes = Files.readAllLines(Path.of("/proc/meminfo"))
                .stream()
                .filter(line -> line.startsWith("MemTotal"))
                .findFirst()
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .orElse(0L);
        return new Machine(name, count, System.getProperty("os.version"), Math.round(kilobytes / 1048576.0),
                Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
    }

    /** A paragraph; {@code after} is the machine at the end. */
    public String described(Machine after) {
        return processors + " × " + processor + ", " + memoryGigabytes + " GB, Linux " + kernel + ", load average "
                + load
                + " before and " + after.load + " after (the run itself makes about 2). Java "
                + System.getProperty("java.version")
                + ", flags of bare relay and proxy: `-Xmx256m -XX:+UseG1GC -XX:MaxGCPauseMillis=5 "
                + "-XX:-ClassUnloadingWithConcurrentMark -XX:G1ConcRefinementThreads=0 -XX:+UseCompactObjectHeaders`.\n";
    }
}
