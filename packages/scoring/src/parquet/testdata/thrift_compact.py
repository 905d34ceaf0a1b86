"""Just enough of Thrift's compact protocol to change the footers and page headers that pyarrow writes."""


def read_varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def read_value(data, at, kind):
    if kind in (1, 2):
        return kind == 1, at
    if kind in (3, 7):
        size = 1 if kind == 3 else 8
        return data[at : at + size], at + size
    if kind in (4, 5, 6):
        value, at = read_varint(data, at)
        return (value >> 1) ^ -(value & 1), at
    if kind == 8:
        size, at = read_varint(data, at)
        return data[at : at + size], at + size
    if kind == 9:
        header = data[at]
        at += 1
        size = header >> 4
        if size == 15:
            size, at = read_varint(data, at)
        items = []
        for _ in range(size):
            item, at = read_value(data, at, header & 15)
            items.append(item)
        return (header & 15, items), at
    return read_struct(data, at)


def read_struct(data, at):
    """A struct as {field id: (kind, value)}."""
    fields, last = {}, 0
    while data[at] != 0:
        header = data[at]
        at += 1
        if header >> 4:
            last += header >> 4
        else:
            last, at = read_value(data, at, 4)
        value, at = read_value(data, at, header & 15)
        fields[last] = (1 if header & 15 == 2 else header & 15, value)
    return fields, at + 1


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def write_value(kind, value):
    if kind in (3, 7):
        return value
    if kind in (4, 5, 6):
        return varint((value << 1) ^ (value >> 63))
    if kind == 8:
        return varint(len(value)) + value
    if kind == 9:
        item_kind, items = value
        size = len(items)
        head = bytes([size << 4 | item_kind]) if size < 15 else bytes([0xF0 | item_kind]) + varint(size)
        return head + b"".join(write_value(item_kind, item) for item in items)
    return write_struct(value)


def write_struct(fields):
    out, last = b"", 0
    for number in sorted(fields):
        kind, value = fields[number]
        if kind == 1:
            out += bytes([(number - last) << 4 | (1 if value else 2)])
        else:
            out += bytes([(number - last) << 4 | kind]) + write_value(kind, value)
        last = number
    return out + b"\0"
