package io.tokenward.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
    private static EmbeddedChannel from(String address) {
        SocketAddress remote = new InetSocketAddress(InetAddress.ofLiteral(address), 1234);
        return new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return remote;
            }
        };
    }

    @Test
    void oneTooManyOfAnAddressIsRefusedUntilAnotherCloses() {
        var limits = new ConnectionLimits(10, 2);
        Channel first = from("10.0.0.1");

        assertThat(limits.enter(first)).isTrue();
        assertThat(limits.enter(from("10.0.0.1"))).isTrue();
        assertThat(limits.enter(from("10.0.0.1"))).isFalse();
        assertThat(limits.enter(from("10.0.0.2"))).isTrue();
        first.close();
        assertThat(limits.enter(from("10.0.0.1"))).isTrue();
        assertThat(limits.enter(from("10.0.0.1"))).isFalse();
    }

    @Test
    void oneTooManyOfAllIsRefused() {
        var limits = new ConnectionLimits(2, 2);
        Channel first = from("10.0.0.1");

        assertThat(limits.enter(first)).isTrue();
        assertThat(limits.enter(from("10.0.0.2"))).isTrue();
        assertThat(limits.enter(from("10.0.0.3"))).isFalse();
        first.close();
        assertThat(limits.enter(from("10.0.0.3"))).isTrue();
    }

    @Test
    void aHostWithManyAddressesOfIpv6IsOne() {
        var limits = new ConnectionLimits(10, 1);

        assertThat(limits.enter(from("2001:db8::1"))).isTrue();
        assertThat(limits.enter(from("2001:db8::ffff:2"))).isFalse();
        assertThat(limits.enter(from("2001:db8:0:1::1"))).isTrue();
    }

    @Test
    void addressesAreForgottenWithTheirConnections() {
        var limits = new ConnectionLimits(1000, 1);
        for (int i = 0; i < 200; i++) {
            Channel channel = from("10.0.0." + i);
            assertThat(limits.enter(channel)).isTrue();
            assertThat(limits.enter(from("10.0.0." + i))).isFalse();
            channel.close();
        }

        assertThat(limits.addresses()).isZero();
    }
}
