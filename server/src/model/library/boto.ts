import { attributes, classes, functions } from "./define";
import type { Library } from "./row";

const CLIENTS = "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/clients.html";
const RESOURCES = "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/resources.html";
const COLLECTIONS = "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/collections.html";
const PAGINATORS = "https://boto3.amazonaws.com/v1/documentation/api/latest/guide/paginators.html";

/** What resources give without asking the service, by the keys of "has" in boto3/data/SERVICE/resources-1.json. */
const RESOURCE_NAMES = `
  AccepterVpc AccessKey Account AccountPasswordPolicy AccountSummary Acl Address Alarm Archive Association
  AssumeRolePolicy Bucket BucketAcl BucketCors BucketLifecycle BucketLifecycleConfiguration BucketLogging
  BucketNotification BucketPolicy BucketRequestPayment BucketTagging BucketVersioning BucketWebsite ClassicAddress Cors
  CurrentUser DhcpOptions Event Group GroupPolicy Image Instance InstanceProfile InternetGateway Job KeyPair KeyPairInfo
  Layer Lifecycle LifecycleConfiguration Logging LoginProfile Message Metric MfaDevice MultipartUpload
  MultipartUploadPart NetworkAcl NetworkInterface NetworkInterfaceAssociation Notification Object ObjectAcl
  ObjectSummary ObjectVersion PlacementGroup PlatformApplication PlatformEndpoint Policy PolicyVersion Queue
  RequestPayment RequesterVpc Role RolePolicy Route RouteTable RouteTableAssociation SamlProvider SecurityGroup
  ServerCertificate SigningCertificate Snapshot Stack StackResource StackResourceSummary Subnet Subscription Table Tag
  Tagging Topic User UserPolicy Vault Version Versioning VirtualMfaDevice Volume Vpc VpcAddress VpcPeeringConnection
  Website
`;

/** The collections of resources, by the keys of "hasMany" in boto3/data/SERVICE/resources-1.json. */
const COLLECTION_NAMES = `
  accepted_vpc_peering_connections access_keys alarms attached_groups attached_policies attached_roles attached_users
  buckets classic_addresses completed_jobs dead_letter_source_queues dhcp_options_sets endpoints events failed_jobs
  groups images instance_profiles instances internet_gateways jobs jobs_in_progress key_pairs layers metrics mfa_devices
  multipart_uploads network_acls network_interfaces object_versions objects parts placement_groups platform_applications
  policies queues requested_vpc_peering_connections resource_summaries roles route_tables saml_providers security_groups
  server_certificates signing_certificates snapshots stacks subnets subscriptions succeeded_jobs tables topics users
  vaults versions virtual_mfa_devices volumes vpc_addresses vpc_peering_connections vpcs
`;

const RESOURCE = "boto3.resources.base.ServiceResource";
const COLLECTION = "boto3.resources.collection.ResourceCollection";
const asks = { blocks: "network", waitsFor: "the service", twins: ["aioboto3.Session"] } as const;

/**
 * boto3's clients, whose methods all ask a service; its resources, whose actions do; and what goes through pages of
 * answers.
 */
export const botoRows: Library = {
  rows: [
    ...functions("boto3", "client", { returns: "botocore.client.BaseClient", source: CLIENTS }),
    ...functions("boto3.session.Session", "client", { returns: "botocore.client.BaseClient", source: CLIENTS }),
    ...classes("boto3.session", "Session", { source: CLIENTS }),
    ...classes("botocore.client", "BaseClient", { source: CLIENTS }),
    ...functions("botocore.client.BaseClient", "*", { ...asks, source: CLIENTS }),
    ...functions(
      "botocore.client.BaseClient",
      "can_paginate close generate_presigned_url generate_presigned_post meta exceptions",
      { source: CLIENTS },
    ),
    ...functions("botocore.client.BaseClient", "get_paginator", {
      returns: "botocore.paginate.Paginator",
      source: PAGINATORS,
    }),
    ...functions("botocore.client.BaseClient", "get_waiter", { returns: "botocore.waiter.Waiter", source: CLIENTS }),
    ...classes("botocore.paginate", "Paginator PageIterator", { source: PAGINATORS }),
    ...functions("botocore.paginate.Paginator", "paginate", {
      ...asks,
      lazy: true,
      returns: "botocore.paginate.PageIterator",
      source: PAGINATORS,
    }),
    ...functions("botocore.paginate.PageIterator", "search", { ...asks, lazy: true, source: PAGINATORS }),
    ...functions("botocore.paginate.PageIterator", "build_full_result", { ...asks, source: PAGINATORS }),
    ...classes("botocore.waiter", "Waiter", { source: CLIENTS }),
    ...functions("botocore.waiter.Waiter", "wait", { ...asks, source: CLIENTS }),

    ...functions("boto3", "resource", { returns: RESOURCE, source: RESOURCES }),
    ...functions("boto3.session.Session", "resource", { returns: RESOURCE, source: RESOURCES }),
    ...classes("boto3.resources.base", "ServiceResource", { threads: "one at a time", source: RESOURCES }),
    ...classes("boto3.resources.base", "ResourceMeta", { source: RESOURCES }),
    ...functions(RESOURCE, "*", { ...asks, source: RESOURCES }),
    ...functions(RESOURCE, "batch_writer get_available_subresources", { source: RESOURCES }),
    ...functions(RESOURCE, RESOURCE_NAMES, { returns: RESOURCE, source: RESOURCES }),
    ...attributes(RESOURCE, COLLECTION_NAMES, { returns: COLLECTION, source: COLLECTIONS }),
    ...attributes(RESOURCE, "meta", { returns: "boto3.resources.base.ResourceMeta", source: RESOURCES }),
    ...attributes("boto3.resources.base.ResourceMeta", "client", {
      returns: "botocore.client.BaseClient",
      source: RESOURCES,
    }),
    ...classes("boto3.resources.collection", "ResourceCollection", { threads: "one at a time", source: COLLECTIONS }),
    ...functions(COLLECTION, "all filter limit page_size", {
      ...asks,
      lazy: true,
      returns: COLLECTION,
      yields: RESOURCE,
      source: COLLECTIONS,
    }),
    ...functions(COLLECTION, "pages", { ...asks, lazy: true, source: COLLECTIONS }),
    // What is done to all that a collection holds.
    ...functions(COLLECTION, "delete create_tags start stop reboot terminate monitor unmonitor", {
      ...asks,
      source: COLLECTIONS,
    }),
  ],
  aliases: { "boto3.Session": "boto3.session.Session" },
};
