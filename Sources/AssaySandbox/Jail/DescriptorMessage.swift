import Glibc

/// Descriptors that travel over a socket beside one byte (unix(7), SCM_RIGHTS).
enum DescriptorMessage {
    /// The size of a control message's header; this and its alignment as cmsg(3) lays them out on 64-bit Linux.
    private static let header = MemoryLayout<cmsghdr>.size

    /// Sends descriptors; false where the peer is gone.
    static func send(_ descriptors: [CInt], over socket: CInt) -> Bool {
        let payload = descriptors.count * MemoryLayout<CInt>.size
        return withMessage(room: payload) { control, outer in
            var message = cmsghdr()
            message.cmsg_len = header + payload
            message.cmsg_level = SOL_SOCKET
            message.cmsg_type = CInt(SCM_RIGHTS)
            control.storeBytes(of: message, as: cmsghdr.self)
            for (index, descriptor) in descriptors.enumerated() {
                control.storeBytes(of: descriptor, toByteOffset: header + index * MemoryLayout<CInt>.size, as: CInt.self)
            }
            return sendmsg(socket, &outer, CInt(MSG_NOSIGNAL)) == 1
        }
    }

    /// Receives one descriptor; nil at the peer's end.
    static func receive(over socket: CInt) -> CInt? {
        withMessage(room: MemoryLayout<CInt>.size) { control, outer in
            guard recvmsg(socket, &outer, CInt(MSG_CMSG_CLOEXEC)) == 1, outer.msg_controllen >= header + MemoryLayout<CInt>.size,
                control.load(as: cmsghdr.self).cmsg_type == CInt(SCM_RIGHTS)
            else { return nil }
            return control.load(fromByteOffset: header, as: CInt.self)
        }
    }

    /// Makes a message of one byte with room for control data.
    private static func withMessage<Result>(room: Int, _ body: (UnsafeMutableRawBufferPointer, inout msghdr) -> Result) -> Result {
        let space = header + (room + MemoryLayout<Int>.size - 1) & ~(MemoryLayout<Int>.size - 1)
        let control = UnsafeMutableRawBufferPointer.allocate(byteCount: space, alignment: MemoryLayout<Int>.alignment)
        defer { control.deallocate() }
        control.initializeMemory(as: UInt8.self, repeating: 0)
        var byte = UInt8(ascii: "r")
        return withUnsafeMutablePointer(to: &byte) { byte in
            var vector = iovec(iov_base: byte, iov_len: 1)
            return withUnsafeMutablePointer(to: &vector) { vector in
                var outer = msghdr()
                outer.msg_iov = vector
                outer.msg_iovlen = 1
                outer.msg_control = control.baseAddress
                outer.msg_controllen = space
                return body(control, &outer)
            }
        }
    }
}
