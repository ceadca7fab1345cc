package io.tokenward.proxy.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.255.1.2, true", "10.0.0.0/8, 11.0.0.0, false", "192.168.4.0/22, 192.168.7.255, true",
            "192.168.4.0/22, 192.168.8.0, false", "0.0.0.0/0, 203.0.113.9, true", "0.0.0.0/0, 2001:db8::1, false",
            "fd00::/8, fdff::1, true", "fd00::/8, fe80::1, false", "2001:db8::7, 2001:db8::7, true",
            "2001:db8::7, 2001:db8::8, false", "10.1.2.3, ::ffff:10.1.2.3, true", "::/0, 10.1.2.3, false"})
    void addressesAreInItByTheirFirstBits(String network, String address, boolean inside) {
        assertThat(Network.of(network).orElseThrow().contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/8", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.1/8", "10.1/16",
            "010.0.0.0/8", "0x0a.0.0.0/8", "167772160", "localhost", "fd00::/129", "fd00::1/8", "fe80::1%eth0",
            "[::1]", "10.0.0.0 /8", "::ffff:10.0.0.0/104", "1:2:3:4:5:6:7:8:9", ":"})
    void whatIsNotWrittenPlainlyIsNoNetwork(String text) {
        assertThat(Network.of(text)).isEmpty();
    }

    @Test
    void bitsBehindTheLastAreRefused() {
        InetAddress address = InetAddress.ofLiteral("10.0.0.1");

        assertThatThrownBy(() -> new Network(address, 8)).hasMessageContaining("not the first");
        assertThatThrownBy(() -> new Network(address, 33)).hasMessageContaining("0 to 32, was 33");
    }

    @Test
    void peersWithoutAddressAreTrustedOnlyByName() {
        assertThat(new Networks(List.of(Network.of("0.0.0.0/0").orElseThrow()), false).contain(Optional.empty()))
                .isFalse();
        assertThat(new Networks(List.of(), true).contain(Optional.empty())).isTrue();
    }

    /** The seed is the repetition; the model compares texts of bits. */
    @RepeatedTest(50)
    void containsAgreesWithTheBitsWrittenOut(org.junit.jupiter.api.RepetitionInfo info) throws Exception {
        var random = new Random(info.getCurrentRepetition());
        byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(bytes);
        if (bytes.length == 16) bytes[0] |= 0x20; // no IPv4 address written as IPv6
        int bits = random.nextInt(bytes.length * 8 + 1);
        byte[] other = Arrays.copyOf(bytes, bytes.length);
        int flipped = random.nextInt(bytes.length * 8);
        other[flipped >> 3] ^= (byte) (0x80 >> (flipped & 7));
        for (int bit = bits; bit < bytes.length * 8; bit++)
            bytes[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));

        var network = new Network(InetAddress.getByAddress(bytes), bits);

        assertThat(network.contains(InetAddress.getByAddress(other))).isEqualTo(flipped >= bits);
        assertThat(Network.of(network.toString())).contains(network);
    }
}
