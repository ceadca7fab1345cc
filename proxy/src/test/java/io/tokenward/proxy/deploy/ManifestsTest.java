package io.tokenward.proxy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.config.ListenerSettings;
import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.config.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds docs/deploy to what Kubernetes, Compose and systemd need, and to what this version of the program reads. */
class ManifestsTest {
    private static final Path DEPLOY = Path.of("..", "docs", "deploy");
    private static final Path CHART = DEPLOY.resolve("helm/tokenward");
    private static final Pattern FILE = Pattern.compile("(?:file:|sqlite:|directory: )\"?(/[^\\s,\"}]+)");

    @TempDir
    private Path directory;

    private static List<Yaml> sidecar() throws IOException {
        return Yaml.all(Files.readString(DEPLOY.resolve("kubernetes/sidecar.yaml")));
    }

    /** The chart as {@code helm install model} renders it. */
    private static List<Yaml> chart() throws IOException {
        Map<String, Object> context = new HashMap<>();
        context.put("Release", Map.of("Name", "model"));
        context.put("Values", Yaml.all(Files.readString(CHART.resolve("values.yaml"))).getFirst().node());
        Map<String, Object> chart = new HashMap<>();
        Yaml.all(Files.readString(CHART.resolve("Chart.yaml")))
                .getFirst()
                .map()
                .forEach(
                        (key, value) -> chart.put(
                                Character.toUpperCase(key.toString().charAt(0)) + key.toString().substring(1),
                                value));
        context.put("Chart", chart);
        List<Yaml> documents = new ArrayList<>();
        try (Stream<Path> templates = Files.list(CHART.resolve("templates"))) {
            for (Path template : templates.sorted().toList())
                documents.addAll(Yaml.all(ChartTemplate.render(Files.readString(template), context)));
        }
        return documents;
    }

    private static List<Yaml> documents(String which) throws IOException {
        return which.equals("chart") ? chart() : sidecar();
    }

    /** The container of Tokenward in the Deployment. */
    private static Yaml container(Yaml pod) {
        return Stream.of("initContainers", "containers")
                .filter(pod::has)
                .flatMap(list -> pod.items(list).stream())
                .filter(each -> each.text("name").equals("tokenward"))
                .findFirst()
                .orElseThrow();
    }

    private Settings settings(String text) throws Exception {
        return SettingsReader.read(Files.writeString(directory.resolve("tokenward.yaml"), text));
    }

    private Settings settings(List<Yaml> documents) throws Exception {
        return settings(Yaml.kind(documents, "ConfigMap").entry("data", "tokenward.yaml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sidecar", "chart"})
    void theContainerHasNoMoreRightsThanItNeeds(String which) throws Exception {
        Yaml pod = Yaml.kind(documents(which), "Deployment").at("spec.template.spec");
        Yaml container = container(pod);

        assertThat(pod.text("automountServiceAccountToken")).isEqualTo("false");
        assertThat(pod.text("securityContext.runAsNonRoot")).isEqualTo("true");
        assertThat(pod.number("securityContext.runAsUser")).isPositive();
        assertThat(pod.text("securityContext.seccompProfile.type")).isEqualTo("RuntimeDefault");
        assertThat(container.text("securityContext.allowPrivilegeEscalation")).isEqualTo("false");
        assertThat(container.text("securityContext.readOnlyRootFilesystem")).isEqualTo("true");
        assertThat(container.at("securityContext.capabilities.drop").node()).isEqualTo(List.of("ALL"));
        assertThat(container.text("resources.limits.memory")).isEqualTo("256Mi");
        assertThat(container.text("resources.requests.memory")).isEqualTo("256Mi");
        assertThat(container.has("resources.requests.cpu")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sidecar", "chart"})
    void portsAndProbesAreThoseOfTheConfiguration(String which) throws Exception {
        List<Yaml> documents = documents(which);
        Yaml container = container(Yaml.kind(documents, "Deployment").at("spec.template.spec"));
        Settings settings = settings(documents);
        Map<String, Integer> ports = container.items("ports")
                .stream()
                .collect(Collectors.toMap(port -> port.text("name"), port -> port.number("containerPort")));

        var address = (ListenerSettings.Address) settings.listeners().getFirst().address();
        assertThat(ports).containsEntry("https", address.port())
                .containsEntry("health", settings.health().orElseThrow().port());
        assertThat(address.host()).isEqualTo("0.0.0.0");
        assertThat(settings.health().orElseThrow().host()).isEqualTo("0.0.0.0");
        assertThat(container.text("startupProbe.httpGet.path")).isEqualTo("/ready");
        assertThat(container.text("readinessProbe.httpGet.path")).isEqualTo("/ready");
        assertThat(container.text("livenessProbe.httpGet.path")).isEqualTo("/live");
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe"))
            assertThat(container.text(probe + ".httpGet.port")).isEqualTo("health");
        assertThat(Yaml.kind(documents, "Service").text("spec.ports.0.targetPort")).isEqualTo("https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sidecar", "chart"})
    void itHasTheTimeToDrain(String which) throws Exception {
        List<Yaml> documents = documents(which);
        Yaml pod = Yaml.kind(documents, "Deployment").at("spec.template.spec");
        Duration drain = settings(documents).limits().drain();
        int pause = container(pod).number("lifecycle.preStop.sleep.seconds");

        assertThat(pod.number("terminationGracePeriodSeconds")).isGreaterThan(pause + (int) drain.toSeconds() + 10);
        assertThat(Yaml.kind(documents, "Deployment").number("spec.strategy.rollingUpdate.maxUnavailable")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sidecar", "chart"})
    void whatIsMountedExistsAndWhatIsReadIsMounted(String which) throws Exception {
        List<Yaml> documents = documents(which);
        Yaml pod = Yaml.kind(documents, "Deployment").at("spec.template.spec");
        Set<String> volumes = pod.items("volumes").stream().map(each -> each.text("name")).collect(Collectors.toSet());
        List<Yaml> mounts = container(pod).items("volumeMounts");

        assertThat(mounts).allSatisfy(mount -> assertThat(volumes).contains(mount.text("name")));
        assertThat(files(Yaml.kind(documents, "ConfigMap").entry("data", "tokenward.yaml"))).isNotEmpty()
                .allSatisfy(file -> assertThat(mounts)
                        .anyMatch(mount -> file.startsWith(mount.text("mountPath") + "/")));
        assertThat(container(pod).at("args").node()).isEqualTo(List.of("run", "-c", "/etc/tokenward/tokenward.yaml"));
        assertThat(mounts).anyMatch(mount -> mount.text("mountPath").equals("/etc/tokenward/tokenward.yaml"));
        // Libraries are unpacked there, and the root is read-only.
        assertThat(mounts).anyMatch(mount -> mount.text("mountPath").equals("/tmp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sidecar", "chart"})
    void labelsLeadFromServiceToPod(String which) throws Exception {
        List<Yaml> documents = documents(which);
        Yaml deployment = Yaml.kind(documents, "Deployment");
        Map<?, ?> labels = deployment.at("spec.template.metadata.labels").map();

        assertThat(labels.entrySet().containsAll(deployment.at("spec.selector.matchLabels").map().entrySet())).isTrue();
        assertThat(labels.entrySet().containsAll(Yaml.kind(documents, "Service").at("spec.selector").map().entrySet()))
                .isTrue();
        for (Yaml document : documents) {
            assertThat(document.text("apiVersion")).isIn("v1", "apps/v1", "policy/v1");
            assertThat(document.text("metadata.name")).matches("[a-z]([a-z0-9-]*[a-z0-9])?");
        }
    }

    @Test
    void theSidecarIsAlwaysRestartedAndReachesTheModelOverLoopback() throws Exception {
        Yaml pod = Yaml.kind(sidecar(), "Deployment").at("spec.template.spec");

        assertThat(pod.text("initContainers.0.restartPolicy")).isEqualTo("Always");
        assertThat(settings(sidecar()).upstreams().get("model").url()).hasToString("http://127.0.0.1:8000");
        assertThat(pod.text("containers.0.args")).contains("127.0.0.1", "8000");
    }

    @Test
    void composeServesWhatItsConfigurationSays() throws Exception {
        Yaml compose = Yaml.all(Files.readString(DEPLOY.resolve("compose/compose.yaml"))).getFirst();
        String text = Files.readString(DEPLOY.resolve("compose/tokenward.yaml"));
        Settings settings = settings(text);
        Yaml service = compose.at("services.tokenward");
        List<String> mounted = service.items("volumes")
                .stream()
                .map(each -> each.node().toString().split(":", -1)[1])
                .toList();

        var address = (ListenerSettings.Address) settings.listeners().getFirst().address();
        assertThat(service.text("ports.0")).endsWith(":" + address.port());
        assertThat(service.text("healthcheck.test.2"))
                .isEqualTo(String.valueOf(settings.health().orElseThrow().port()));
        assertThat(files(text)).isNotEmpty()
                .allSatisfy(
                        file -> assertThat(mounted).anyMatch(mount -> file.startsWith(mount + "/")));
        assertThat(Duration.ofSeconds(Long.parseLong(service.text("stop_grace_period").replace("s", ""))))
                .isGreaterThan(settings.limits().drain());
        assertThat(settings.upstreams().get("model").url().getHost()).isIn(compose.at("services").map().keySet());
        assertThat(service.text("read_only")).isEqualTo("true");
        assertThat(service.text("tmpfs.0")).startsWith("/tmp:exec");
        assertThat(service.at("cap_drop").node()).isEqualTo(List.of("ALL"));
        assertThat(service.text("mem_limit")).isEqualTo("256m");
        assertThat(compose.text("networks.back.internal")).isEqualTo("true");
        assertThat(compose.at("services.model").has("ports")).isFalse();
    }

    @Test
    void theUnitsOfSystemdFitTheirConfiguration() throws Exception {
        String unit = Files.readString(DEPLOY.resolve("systemd/tokenward.service"));
        String socket = Files.readString(DEPLOY.resolve("systemd/tokenward.socket"));
        String text = Files.readString(DEPLOY.resolve("systemd/tokenward.yaml"));
        Settings settings = settings(text);

        assertThat(socket).contains("ListenStream=" + settings.listeners().getFirst().address() + "\n");
        assertThat(Long.parseLong(value(unit, "TimeoutStopSec").replace("s", "")))
                .isGreaterThan(settings.limits().drain().toSeconds() + 10);
        assertThat(value(unit, "Type")).isEqualTo("notify");
        assertThat(value(unit, "ExecReload")).contains("-HUP");
        assertThat(files(text)).isNotEmpty().allSatisfy(file -> {
            String name = file.substring(file.lastIndexOf('/') + 1);
            boolean credential = file.startsWith("/run/credentials/tokenward.service/")
                    && unit.contains("LoadCredential=" + name + ":");
            assertThat(credential || file.startsWith("/var/lib/tokenward/")).as(file).isTrue();
        });
        assertThat(unit).contains("StateDirectory=tokenward\n");
    }

    private static String value(String unit, String key) {
        return unit.lines()
                .filter(line -> line.startsWith(key + "="))
                .findFirst()
                .orElseThrow()
                .substring(key.length() + 1);
    }

    private static List<String> files(String configuration) {
        Matcher matcher = FILE.matcher(configuration);
        return matcher.results().map(found -> found.group(1)).toList();
    }
}
