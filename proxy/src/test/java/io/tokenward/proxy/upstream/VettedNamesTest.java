package io.tokenward.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.DefaultEventLoop;
import io.tokenward.proxy.host.AddressKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VettedNamesTest {
    private static final Set<AddressKind> USUAL = Set.of(AddressKind.PUBLIC, AddressKind.PRIVATE);
    private final DefaultEventLoop loop = new DefaultEventLoop();

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private static UpstreamTarget target(Duration connect, Set<AddressKind> reachable) {
        return new UpstreamTarget("gateway", "gateway.test", 443, true, "", connect, connect, connect, reachable);
    }

    private InetAddress resolve(Lookup lookup, Set<AddressKind> reachable) throws Exception {
        return resolve(new VettedNames(target(Duration.ofSeconds(20), reachable), Runnable::run, lookup));
    }

    private InetAddress resolve(VettedNames names) throws Exception {
        return names.getResolver(loop)
                .resolve(InetSocketAddress.createUnresolved("gateway.test", 443))
                .get(20, TimeUnit.SECONDS)
                .getAddress();
    }

    private static Lookup answering(String... addresses) {
        return _ -> Arrays.stream(addresses).map(InetAddress::ofLiteral).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "0.0.0.0",
            "100.100.100.200", "64:ff9b::a9fe:a9fe"})
    void aNameThatLeadsElsewhereThanToANetworkIsNotConnected(String address) {
        assertThatThrownBy(() -> resolve(answering(address), USUAL)).cause()
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("gateway.test leads to")
                .hasMessageContaining("write addresses: [");
    }

    @Test
    void addressesThatMayBeReachedAreTakenFromAmongOthers() throws Exception {
        assertThat(resolve(answering("127.0.0.1", "169.254.169.254", "10.0.0.7"), USUAL))
                .isEqualTo(InetAddress.ofLiteral("10.0.0.7"));
    }

    @Test
    void whatTheConfigurationListsIsReached() throws Exception {
        assertThat(resolve(answering("127.0.0.1"), Set.of(AddressKind.LOOPBACK)))
                .isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
    }

    @Test
    void aNameIsAskedForOnceSoThatTheAddressLookedAtIsTheOneConnectedTo() throws Exception {
        List<String> asked = new ArrayList<>();
        // A name server that tells the truth once, and names this machine from then on.
        Lookup rebinding = name -> {
            asked.add(name);
            return List.of(InetAddress.ofLiteral(asked.size() == 1 ? "10.0.0.7" : "127.0.0.1"));
        };

        assertThat(resolve(rebinding, USUAL)).isEqualTo(InetAddress.ofLiteral("10.0.0.7"));
        assertThat(asked).containsExactly("gateway.test");
        assertThatThrownBy(() -> resolve(rebinding, USUAL)).hasMessageContaining("loopback");
    }

    @Test
    void aLookUpThatDoesNotEndFailsAfterTheTimeForConnections() {
        var names = new VettedNames(target(Duration.ofMillis(50), USUAL), _ -> {}, answering("10.0.0.7"));

        assertThatThrownBy(() -> resolve(names)).hasMessageContaining("could not be looked up in time");
    }

    @Test
    void tooManyLookUpsAreRefused() {
        var names = new VettedNames(target(Duration.ofSeconds(20), USUAL), _ -> {
            throw new RejectedExecutionException();
        }, answering("10.0.0.7"));

        assertThatThrownBy(() -> resolve(names)).hasMessageContaining("too many look-ups");
    }
}
