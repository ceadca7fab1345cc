package io.tokenward.proxy.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressKindTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            8.8.8.8             | PUBLIC
            2606:4700::1111     | PUBLIC
            172.32.0.1          | PUBLIC
            100.128.0.1         | PUBLIC
            10.0.0.1            | PRIVATE
            172.16.0.1          | PRIVATE
            172.31.255.255      | PRIVATE
            192.168.1.1         | PRIVATE
            100.64.0.1          | PRIVATE
            fd00::7             | PRIVATE
            fc00::1             | PRIVATE
            127.0.0.1           | LOOPBACK
            127.255.255.254     | LOOPBACK
            ::1                 | LOOPBACK
            ::ffff:127.0.0.1    | LOOPBACK
            ::127.0.0.1         | LOOPBACK
            64:ff9b::7f00:1     | LOOPBACK
            64:ff9b:1::7f00:1   | LOOPBACK
            2002:7f00:1::       | LOOPBACK
            2001:0:1:2:3:4:80ff:fffe | LOOPBACK
            169.254.1.1         | LINK_LOCAL
            fe80::1             | LINK_LOCAL
            ::ffff:169.254.1.1  | LINK_LOCAL
            169.254.169.254     | METADATA
            ::ffff:a9fe:a9fe    | METADATA
            64:ff9b::a9fe:a9fe  | METADATA
            2002:a9fe:a9fe::1   | METADATA
            169.254.170.2       | METADATA
            100.100.100.200     | METADATA
            192.0.0.192         | METADATA
            168.63.129.16       | METADATA
            fd00:ec2::254       | METADATA
            0.0.0.0             | RESERVED
            0.1.2.3             | RESERVED
            ::                  | RESERVED
            224.0.0.1           | RESERVED
            ff02::1             | RESERVED
            255.255.255.255     | RESERVED
            240.0.0.1           | RESERVED
            192.0.2.1           | RESERVED
            198.18.0.1          | RESERVED
            198.19.0.1          | RESERVED
            198.51.100.1        | RESERVED
            203.0.113.9         | RESERVED
            2001:db8::1         | RESERVED
            """)
    void anAddressHasTheKindOfWhatItLeadsTo(String address, AddressKind kind) {
        assertThat(AddressKind.of(InetAddress.ofLiteral(address))).isEqualTo(kind);
    }
}
